package dev.tern.outage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tern.TestSite;
import dev.tern.identity.VisitorCookie;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Visitors who come all the time, each once: through the pixel, and in events of a server. Who was answered 200 and given an ID, or was
 * in events that were answered 202, must be in the audience.
 */
final class Offered implements AutoCloseable {
    static final String SITE = "/v1/sites/shop";
    static final String BROWSER =
            "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36";
    private static final Pattern ID = Pattern.compile("tern-shop=([A-Za-z0-9_-]{22})\\.");
    private static final Pattern MEMBER = Pattern.compile("\"visitor\":\"([^\"]+)\"");
    private static final Duration FOUND_MAX = Duration.ofSeconds(10);
    private static final int EVENTS_PER_REQUEST = 5;
    private static final long PAUSE_NANOS = Duration.ofMillis(1).toNanos();
    private static final long LONG_PAUSE_NANOS = Duration.ofMillis(10).toNanos();

    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private final AtomicInteger port;
    private final Set<String> accepted = ConcurrentHashMap.newKeySet();
    private final ConcurrentLinkedQueue<Long> hitNanos = new ConcurrentLinkedQueue<>();
    private final AtomicInteger later = new AtomicInteger();
    private final AtomicInteger failed = new AtomicInteger();
    private final Set<String> failures = ConcurrentHashMap.newKeySet();
    private final List<CompletableFuture<Void>> coming = new ArrayList<>();
    private volatile long pauseNanos = PAUSE_NANOS;
    private volatile boolean stopping = false;

    private Offered(int port) {
        this.port = new AtomicInteger(port);
    }

    /** Defines the site and its audiences, and begins. */
    static Offered to(Packaged pod) {
        define(pod);
        return at(pod.port());
    }

    /** Defines the site, its audience of all, and one of whoever came twice, which nobody does. */
    static void define(Packaged pod) {
        pod.put(SITE, """
                {"name": "Shop", "domains": ["shop.example"], "consent": "opt-out"}""");
        pod.put(SITE + "/audiences/all", """
                {"name": "All", "rule": {"event": "view", "within": "1d"}}""");
        pod.put(SITE + "/audiences/twice", """
                {"name": "Twice", "rule": {"event": "view", "within": "1d", "times": {"atLeast": 2}}}""");
    }

    /** Begins, at a port that leads to whoever knows the site. */
    static Offered at(int port) {
        var offered = new Offered(port);
        for (int i = 0; i < 2; i++) {
            offered.begin(offered::hit);
            offered.begin(offered::send);
        }
        return offered;
    }

    private void begin(Runnable one) {
        coming.add(CompletableFuture.runAsync(
                () -> {
                    while (!stopping) {
                        one.run();
                        LockSupport.parkNanos(pauseNanos);
                    }
                },
                task -> Thread.ofVirtual().start(task)));
    }

    /** Whom visitors reach from now on. */
    void leadTo(Packaged other) {
        port.set(other.port());
    }

    /** Lets fewer come, so that processors are left for what else is to be done. */
    void gently() {
        pauseNanos = LONG_PAUSE_NANOS;
    }

    /** Has look-ups asked as well. */
    void lookUp() {
        begin(() -> {
            HttpResponse<String> answer =
                    answer(SITE + "/visitors/" + VisitorCookie.mint().text() + "/audiences", request -> request);
            if (answer == null || answer.statusCode() != 200) {
                fail("a look-up", answer);
            }
        });
    }

    private void hit() {
        long before = System.nanoTime();
        HttpResponse<String> answer = answer("/p/shop.gif?e=view", request -> request.header("User-Agent", BROWSER));
        if (answer != null && answer.statusCode() == 200) {
            hitNanos.add(System.nanoTime() - before);
            answer.headers()
                    .firstValue("set-cookie")
                    .map(ID::matcher)
                    .filter(Matcher::find)
                    .ifPresentOrElse(
                            cookie -> accepted.add(cookie.group(1)), () -> fail("a hit without an ID", answer));
        } else {
            fail("a hit", answer);
        }
    }

    private void fail(String what, @Nullable HttpResponse<String> answer) {
        failed.incrementAndGet();
        failures.add(what + (answer == null ? ": nobody answered" : ": " + answer.statusCode() + " " + answer.body()));
    }

    /** How requests were answered that were not taken. */
    Set<String> failures() {
        return Set.copyOf(failures);
    }

    private void send() {
        List<String> visitors = IntStream.range(0, EVENTS_PER_REQUEST)
                .mapToObj(i -> VisitorCookie.mint().text())
                .toList();
        String events = visitors.stream()
                .map(visitor -> "{\"visitor\": \"%s\", \"event\": \"view\"}".formatted(visitor))
                .collect(Collectors.joining(",", "[", "]"));
        HttpResponse<String> answer =
                answer(SITE + "/events", request -> request.POST(BodyPublishers.ofString(events)));
        if (answer != null
                && answer.statusCode() == 202
                && answer.body().contains("\"accepted\":" + EVENTS_PER_REQUEST)) {
            accepted.addAll(visitors);
        } else if (isForLater(answer)) {
            accepted.addAll(visitors);
            later.incrementAndGet();
        } else {
            fail("events", answer);
        }
    }

    /** They are taken, though Redis does not have them yet. */
    private static boolean isForLater(@Nullable HttpResponse<String> answer) {
        return answer != null
                && answer.statusCode() == 503
                && answer.headers().firstValue("retry-after").isPresent()
                && answer.body().contains("The events are in the journal");
    }

    private @Nullable HttpResponse<String> answer(String path, UnaryOperator<HttpRequest.Builder> more) {
        try {
            return client.send(more.apply(Packaged.request(port.get(), path)).build(), BodyHandlers.ofString());
        } catch (IOException nobody) {
            return null;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** How many were answered well by now. */
    int accepted() {
        return accepted.size();
    }

    /** Waits until so many more were answered well than by now. */
    void awaitMore(String what, int more) {
        int before = accepted();
        TestSite.await(what, () -> accepted() > before + more);
    }

    /** Who was answered well by now may be lost. */
    void excuse() {
        accepted.clear();
    }

    /** Who was answered well by now. */
    Set<String> visitors() {
        return Set.copyOf(accepted);
    }

    /** The slowest of a hundred hits since the last time this was asked, in milliseconds. */
    double slowestPercentMillis() {
        List<Long> nanos = new ArrayList<>();
        for (Long one = hitNanos.poll(); one != null; one = hitNanos.poll()) {
            nanos.add(one);
        }
        nanos.sort(null);
        return nanos.isEmpty() ? Double.NaN : nanos.get(nanos.size() * 99 / 100) / 1e6;
    }

    /** Holds the list of members to what was accepted, soon after the last of it, and tells the figures. */
    void requireFound(Packaged by, String what) {
        requireFound(List.of(by), what);
    }

    /** The same where several were reached. */
    void requireFound(List<Packaged> pods, String what) {
        long from = System.nanoTime();
        TestSite.await("drained", () -> pods.stream().allMatch(pod -> pod.metric("tern_journal_waiting") == 0));
        Set<String> missing = new HashSet<>(accepted);
        List<String> members = members(pods.getFirst(), "all");
        missing.removeAll(Set.copyOf(members));
        long tookMillis = (System.nanoTime() - from) / 1_000_000;
        System.out.printf(
                "%s: %d accepted, %d lost, found after %d ms; %d requests for later, %d not taken%n",
                what, accepted.size(), missing.size(), tookMillis, later.get(), failed.get());
        assertEquals(Set.of(), missing, what);
        assertEquals(List.of(), members(pods.getFirst(), "twice"), what + ": what came once counts once");
        assertEquals(Set.copyOf(members).size(), members.size(), what + ": somebody is there twice");
        assertTrue(tookMillis < FOUND_MAX.toMillis(), () -> what + ": found after " + tookMillis + " ms");
    }

    /** Adds an audience by the same rule, and waits until it has everybody: the pass over all records has brought them in. */
    void requireFollowed(Packaged by) {
        by.put(SITE + "/audiences/again", """
                {"name": "Again", "rule": {"event": "view", "within": "1d"}}""");
        TestSite.await("lists follow", () -> Set.copyOf(members(by, "again")).containsAll(accepted));
    }

    /** Who is on the list of an audience, as often as the list says so. */
    static List<String> members(Packaged from, String audience) {
        String members = from.body(from.request(SITE + "/audiences/" + audience + "/members")
                .header("Accept", "application/x-ndjson")
                .build());
        return MEMBER.matcher(members).results().map(found -> found.group(1)).toList();
    }

    /** Nobody comes any more. */
    void stop() {
        stopping = true;
        coming.forEach(CompletableFuture::join);
    }

    @Override
    public void close() {
        stop();
        client.close();
    }
}
