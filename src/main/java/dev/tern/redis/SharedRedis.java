package dev.tern.redis;

import static java.util.Objects.requireNonNull;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Redis, as the data plane talks to it: over one connection for each event loop, so that no answer changes its thread, and over one more
 * for all other threads, so that what is written in the background does not wait for requests. Each is shared by all that its threads
 * send, comes back by itself, and gives a {@link RedisAwayException} where Redis can't be reached, hangs, or refuses a command.
 */
public final class SharedRedis {
    private static final String RUN_ID = "run_id:";
    private static final Pattern FLUSHES = Pattern.compile("cmdstat_flush(all|db):calls=[0-9]+");

    private final Line background;
    private final ThreadLocal<OfLoop> loops;
    private final boolean cluster;

    /** What an event loop has of its own. */
    private record OfLoop(Line line, Gathering gathering) {}

    /**
     * @param background makes a client of all threads that are not event loops
     * @param loops makes a client of the event loop that calls it; none where that is the one of the background
     * @param timeout of each command, the connecting included
     * @param cluster whether keys live on several nodes
     */
    public SharedRedis(
            Supplier<Redis> background, Supplier<Optional<Supplier<Redis>>> loops, Duration timeout, boolean cluster) {
        this.background = new Line(background, timeout, cluster);
        this.loops = ThreadLocal.withInitial(() -> new OfLoop(
                loops.get().map(clients -> new Line(clients, timeout, cluster)).orElse(this.background),
                new Gathering(this::getAll)));
        this.cluster = cluster;
    }

    /** Sends one command. */
    public Future<Response> send(Request request) {
        return line().send(request);
    }

    /** Sends all at once, and gives the answers in their order; fails where any fails. */
    public Future<List<Response>> sendAll(List<Request> requests) {
        return line().sendAll(requests);
    }

    /** Sends one command to each primary of a cluster, or to the one Redis, and gives the answers, in no order. */
    public Future<List<Response>> sendToAll(Request request) {
        return cluster ? line().sendToAll(request) : sendAll(List.of(request));
    }

    /** Names the process of Redis that answers; of a cluster, those of all primaries together. */
    public Future<String> process() {
        return info("server", SharedRedis::process);
    }

    /** Names what Redis holds: another name than before means that it may have lost something, for another process answers, or all was flushed. */
    public Future<String> contents() {
        return process()
                .compose(process -> info("commandstats", SharedRedis::flushes).map(flushes -> process + flushes));
    }

    private Future<String> info(String section, Function<Response, String> reading) {
        return sendToAll(Request.cmd(Command.INFO).arg(section)).map(infos -> {
            String read = infos.stream().map(reading).sorted().collect(Collectors.joining(","));
            return cluster
                    ? UUID.nameUUIDFromBytes(read.getBytes(StandardCharsets.US_ASCII))
                            .toString()
                    : read;
        });
    }

    private static String flushes(Response info) {
        return info.toString()
                .lines()
                .map(FLUSHES::matcher)
                .filter(Matcher::lookingAt)
                .map(Matcher::group)
                .collect(Collectors.joining());
    }

    /** What {@code INFO server} says of it. */
    public static String process(Response info) {
        return info.toString()
                .lines()
                .filter(line -> line.startsWith(RUN_ID))
                .map(line -> line.substring(RUN_ID.length()))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("Redis names no " + RUN_ID));
    }

    /** Reads the string of a key; null where there is none. Event loops read those of many requests at once. */
    public Future<@Nullable Response> get(byte[] key) {
        return Context.isOnEventLoopThread()
                ? loops.get().gathering.get(key)
                : getAll(List.of(key)).map(List::getFirst);
    }

    /**
     * Reads the strings of many keys, in the order asked; null where there is none, or something that is no string: unlike GET, MGET does not
     * fail then. On a cluster it takes a command for each key.
     */
    public Future<List<@Nullable Response>> getAll(List<byte[]> keys) {
        if (keys.isEmpty()) {
            return Future.succeededFuture(List.of());
        }
        if (cluster) {
            return sendAll(keys.stream()
                            .map(key -> Request.cmd(Command.MGET).arg(key))
                            .toList())
                    .map(answers -> answers.stream().map(each -> each.get(0)).collect(Collectors.toList()));
        }
        Request mget = Request.cmd(Command.MGET);
        keys.forEach(mget::arg);
        return send(mget).map(answers -> {
            List<@Nullable Response> values = new ArrayList<>(keys.size());
            answers.forEach(values::add);
            return values;
        });
    }

    /**
     * Calls the scripts by hash, and all of them again, whole, if a server did not know one: a call must do no harm twice. None may
     * answer nil.
     */
    public Future<List<Response>> call(List<Script.Call> calls) {
        return sendAll(calls.stream().map(Script.Call::byHash).toList())
                .recover(failure -> isUnknownScript(failure)
                        ? sendAll(calls.stream().map(Script.Call::whole).toList())
                        : Future.failedFuture(failure))
                .map(replies -> replies.stream()
                        .map(reply -> requireNonNull(reply, "No script answers nil"))
                        .toList());
    }

    /**
     * Calls a script that works on several keys and answers by a list, one for each; all of it again, as above.
     *
     * @param all what it is called with, a key each
     * @param keysMax of one call; in a cluster there is one key a call
     * @return the answers, in the order of what it is called with
     */
    public <T> Future<List<Response>> call(List<T> all, int keysMax, Function<List<T>, Script.Call> call) {
        int keys = cluster ? 1 : keysMax;
        List<Script.Call> calls = new ArrayList<>();
        for (int from = 0; from < all.size(); from += keys) {
            calls.add(call.apply(all.subList(from, Math.min(all.size(), from + keys))));
        }
        return call(calls).map(lists -> {
            List<Response> answers = new ArrayList<>(all.size());
            lists.forEach(list -> list.forEach(answers::add));
            return answers;
        });
    }

    private static boolean isUnknownScript(Throwable failure) {
        return says(failure, "NOSCRIPT");
    }

    /** Whether a command was refused since its key holds another type than Tern keeps there. */
    public static boolean isOtherType(Throwable failure) {
        return says(failure, "WRONGTYPE");
    }

    private static boolean says(Throwable failure, String code) {
        Throwable cause = failure.getCause();
        return cause != null && String.valueOf(cause.getMessage()).contains(code);
    }

    /** Whether keys live on several nodes. */
    public boolean isCluster() {
        return cluster;
    }

    /** How often the connection of the background was made: another number than before means that Redis may be another one. */
    public long connectionsMade() {
        return background.connectionsMade();
    }

    /** Waits for an answer; only for threads that may block. */
    public static <T> T await(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RedisAwayException away ? away : e;
        }
    }

    private Line line() {
        return Context.isOnEventLoopThread() ? loops.get().line : background;
    }
}
