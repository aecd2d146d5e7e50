package dev.tern.outage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tern.TestSite;
import dev.tern.identity.VisitorCookie;
import dev.tern.ops.EmbeddedEngines;
import dev.tern.sql.Wire;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * PostgreSQL is not there when Tern starts, goes away, hangs, and is cut off in the middle of saves: hits, events and look-ups are served
 * all the while, and of a definition all is there or nothing.
 *
 * <p>{@code -Doutage.long=true} has it away for an hour, in which also what comes seldom comes often: the pool looks for broken connections
 * every two minutes and drops idle ones after five (Agroal's defaults); one that it has not found is given out, and costs one request a 503.
 * Many visitors come in the first and the last seconds of it, and one after the other in between. All else that has to do with PostgreSQL is
 * over sooner: a connection is waited for at most 2 seconds ({@code acquisition-timeout}, {@code connectTimeout}) and an answer 10
 * ({@code socketTimeout}), the schema is tried again after a second or, where it is at fault, 30 ({@code sql/Migration}), and what is published
 * and the ledger are looked at every second ({@code audience/Reconciliation}, {@code ledger/Bookkeeping}).
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init") // start fills it
class DatabaseIT {
    private static final long SEED = 42;
    private static final Duration AWAY = Duration.ofSeconds(Boolean.getBoolean("outage.long") ? 3_600 : 6);
    private static final Duration MANY_COME = Duration.ofSeconds(2);
    private static final Duration ROUND_MIN = Duration.ofSeconds(1);

    /** Ample for a connection that is waited for, and an answer that never comes. */
    private static final Duration REFUSED_MAX = Duration.ofSeconds(20);

    /** Twice as many as the pool has connections. */
    private static final int ASKED_AT_ONCE = 16;

    private static final long BACK_MILLIS_MAX = 10_000;
    private static final int CUTS = 30;
    private static final int AUDIENCES = 10;
    private static final int SAVES_BEFORE = 20;

    private EmbeddedEngines engines;
    private RedisProcess redis;
    private Wire postgres;
    private Packaged pod;

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        engines = EmbeddedEngines.start(folder.resolve("engines"));
        redis = RedisProcess.start(folder.resolve("redis"), EmbeddedEngines.freePort());
        postgres = new Wire(Packaged.port(engines, "quarkus.datasource.jdbc.url"), false);
        Map<String, String> environment =
                Packaged.environment(engines, Files.createDirectory(folder.resolve("journal")));
        environment.put("QUARKUS_REDIS_HOSTS", "redis://localhost:" + redis.port());
        environment.put(
                "QUARKUS_DATASOURCE_JDBC_URL", "jdbc:postgresql://localhost:%d/postgres".formatted(postgres.port()));
        pod = Packaged.start(folder, environment);
        TestSite.await("ready", () -> pod.readiness() == 200);
    }

    @BeforeEach
    void mend() {
        postgres.mend();
        TestSite.await("definitions can change", () -> pod.get("/v1/sites") == 200);
    }

    @AfterAll
    void stop() throws IOException {
        pod.close();
        postgres.close();
        redis.close();
        engines.stop();
    }

    @Test
    void isNotThereWhenTernStarts() throws IOException {
        Offered.define(pod);
        postgres.cut();
        pod.kill();
        pod = pod.again();
        TestSite.await("ready", () -> pod.readiness() == 200);
        try (Offered offered = Offered.at(pod.port())) {
            offered.lookUp();
            offered.gently();
            requireUnavailable(offered);
            postgres.mend();
            requireBack("PostgreSQL away at the start");
            requireAllServed(offered, "PostgreSQL away at the start");
        }
    }

    @Test
    void isAwayForAWhile() throws IOException {
        double threadsBefore;
        long begun;
        try (Offered first = Offered.to(pod)) {
            first.lookUp();
            TestSite.await("warm", () -> first.accepted() > 5_000);
            threadsBefore = threads();
            tell("Before PostgreSQL is away", first);

            postgres.cut();
            begun = System.nanoTime();
            while (System.nanoTime() - begun < MANY_COME.toNanos()) {
                requireUnavailable(first);
            }
            tell("PostgreSQL away", first);
            requireAllServed(first, "PostgreSQL away, at first");
        }
        int rounds = 0;
        do {
            long from = System.nanoTime();
            requireUnavailable();
            requireOneServed();
            rounds++;
            TestSite.pass(ROUND_MIN, from);
        } while (System.nanoTime() - begun < AWAY.minus(MANY_COME).toNanos());
        try (Offered last = Offered.at(pod.port())) {
            last.lookUp();
            do {
                requireUnavailable(last);
            } while (System.nanoTime() - begun < AWAY.toNanos());
            tell("PostgreSQL away for %d s, %d rounds of one each".formatted(secondsSince(begun), rounds), last);
            assertTrue(threads() <= threadsBefore + 20, "threads");
            postgres.mend();

            requireBack("PostgreSQL away");
            requireAllServed(last, "PostgreSQL away, at last");
        }
    }

    @Test
    void hangs() throws IOException {
        try (Offered offered = Offered.to(pod)) {
            offered.lookUp();
            offered.gently();
            TestSite.await("warm", () -> offered.accepted() > 1_000);
            double threadsBefore = threads();
            tell("Before PostgreSQL hangs", offered);

            postgres.stall();
            long begun = System.nanoTime();
            List<CompletableFuture<Void>> asking = Stream.generate(() -> CompletableFuture.runAsync(
                            () -> requireRefused(() -> pod.get(Offered.SITE)),
                            task -> Thread.ofVirtual().start(task)))
                    .limit(ASKED_AT_ONCE)
                    .toList();
            offered.awaitMore("served on", 500);
            assertEquals(200, pod.readiness());
            asking.forEach(CompletableFuture::join);
            requireUnavailable(offered);
            tell("PostgreSQL hangs for %d s".formatted(secondsSince(begun)), offered);
            assertTrue(threads() <= threadsBefore + ASKED_AT_ONCE + 20, "threads");
            postgres.mend();

            requireBack("PostgreSQL hangs");
            requireAllServed(offered, "PostgreSQL hangs");
        }
    }

    @Test
    void isCutOffInTheMiddleOfSaves() throws IOException {
        var random = new Random(SEED);
        try (Offered offered = Offered.to(pod)) {
            offered.lookUp();
            offered.gently();
            long usualNanos = 0;
            for (int i = 0; i < SAVES_BEFORE; i++) {
                long from = System.nanoTime();
                assertTrue(isSaved(save("before", "before-" + i)));
                usualNanos = System.nanoTime() - from;
            }
            Map<String, String> before = kept();
            int saved = 0;
            int standing = 0;
            for (int cut = 0; cut < CUTS; cut++) {
                String audience = "cut-" + cut % AUDIENCES;
                String event = "e" + cut;
                int status = saveAndCutAfter(random.nextLong(3 * usualNanos), audience, event);

                Map<String, String> after = new HashMap<>(before);
                after.put(audience, event);
                Map<String, String> kept = kept();
                if (isSaved(status)) {
                    assertEquals(after, kept);
                    saved++;
                } else {
                    assertEquals(503, status);
                    assertTrue(List.of(before, after).contains(kept), kept.toString());
                    standing += kept.equals(after) ? 1 : 0;
                }
                TestSite.await(
                        "Redis has what PostgreSQL has", () -> published().equals(kept));
                TestSite.await("look-ups go by it", () -> lookedUp(event).equals(askingFor(event, kept)));
                before = kept;
            }
            requireAllServed(offered, "PostgreSQL cut off in the middle of %d saves".formatted(CUTS));
            System.out.printf(
                    "PostgreSQL cut off: of %d saves %d were answered well, and %d stand all the same; one takes %d ms%n",
                    CUTS, saved, standing, usualNanos / 1_000_000);
            assertTrue(saved > 0 && saved < CUTS, "some cuts come before a save is through, and some after");
        }
    }

    @Test
    void whatIsSavedWhileRedisIsAwayGoesLive() throws IOException {
        try (Offered offered = Offered.to(pod)) {
            TestSite.await("some", () -> offered.accepted() > 1_000);
            redis.kill();
            assertTrue(isSaved(save("meanwhile", "meanwhile")));
            redis.start();
            TestSite.await("it is published", () -> published().containsKey("meanwhile"));
            TestSite.await("look-ups go by it", () -> lookedUp("meanwhile").equals(Set.of("meanwhile")));
            offered.stop();
            offered.requireFound(pod, "A definition saved while Redis was away");
        }
    }

    private int saveAndCutAfter(long nanos, String audience, String event) {
        CompletableFuture<Void> cutting = CompletableFuture.runAsync(() -> {
            LockSupport.parkNanos(nanos);
            postgres.cut();
        });
        int status = save(audience, event);
        cutting.join();
        postgres.mend();
        return status;
    }

    /** Everything that needs PostgreSQL is refused, everything else is served on. */
    private void requireUnavailable(Offered offered) {
        requireUnavailable();
        offered.awaitMore("served on", 500);
    }

    private void requireUnavailable() {
        requireRefused(() -> pod.get(Offered.SITE));
        requireRefused(() -> save("all", "view"));
        requireRefused(() -> pod.post(Offered.SITE + "/keys", """
                {"name": "A key", "scopes": ["events:write"]}"""));
        assertEquals(200, pod.readiness());
    }

    private static void requireRefused(IntSupplier asked) {
        assertEquals(503, assertTimeoutPreemptively(REFUSED_MAX, asked::getAsInt));
    }

    /** One hit and one event are served, and their visitors looked up. */
    private void requireOneServed() {
        HttpResponse<String> hit = pod.answer(pod.request("/p/shop.gif?e=view")
                .setHeader("User-Agent", Offered.BROWSER)
                .build());
        String visitor = TestSite.visitor(hit.headers().firstValue("set-cookie").orElseThrow());
        TestSite.await("the hit counts", () -> audiencesOf(visitor).equals(Set.of("all")));
        assertEquals(Set.of("all"), lookedUp("view"));
    }

    private static long secondsSince(long nanos) {
        return Duration.ofNanos(System.nanoTime() - nanos).toSeconds();
    }

    private double threads() {
        return pod.metric("jvm_threads_live_threads");
    }

    private void tell(String when, Offered offered) {
        System.out.printf(
                "%s: p99 of a hit %.1f ms, heap %.0f MB, threads %.0f%n",
                when,
                offered.slowestPercentMillis(),
                pod.metric("jvm_memory_used_bytes{area=\"heap\"") / 1e6,
                threads());
    }

    private void requireBack(String what) {
        long from = System.nanoTime();
        TestSite.await("definitions can change", () -> isSaved(save("all", "view")));
        long tookMillis = (System.nanoTime() - from) / 1_000_000;
        System.out.printf("%s: definitions can change %d ms after%n", what, tookMillis);
        assertTrue(tookMillis < BACK_MILLIS_MAX, () -> "back after " + tookMillis + " ms");
    }

    private void requireAllServed(Offered offered, String what) {
        offered.stop();
        offered.requireFound(pod, what);
        assertEquals(Set.of(), offered.failures());
    }

    private int save(String audience, String event) {
        return pod.put(Offered.SITE + "/audiences/" + audience, """
                {"name": "Of %s", "rule": {"event": "%s", "within": "1d"}}""".formatted(event, event));
    }

    private static boolean isSaved(int status) {
        return status == 200 || status == 201;
    }

    /** Which event each audience asks for, as PostgreSQL has it; the pool gives out broken connections first. */
    private Map<String, String> kept() {
        var body = new AtomicReference<>(Optional.<String>empty());
        TestSite.await("PostgreSQL answers", () -> {
            body.set(pod.found(Offered.SITE + "/audiences"));
            return body.get().isPresent();
        });
        return events(json(body.get().orElseThrow()), "");
    }

    /** The same as Redis has it. */
    private Map<String, String> published() {
        String answer = redis.answer("GET site:shop");
        return answer.startsWith("{")
                ? events(json(answer.lines().findFirst().orElseThrow()), "/definition")
                : Map.of();
    }

    private static Map<String, String> events(JsonNode of, String definition) {
        return StreamSupport.stream(of.required("audiences").spliterator(), false)
                .collect(Collectors.toMap(
                        audience -> audience.required("id").textValue(),
                        audience -> audience.at(definition + "/rule/event").textValue()));
    }

    private static JsonNode json(String text) {
        try {
            return new JsonMapper().readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    /** Which audiences a visitor of the event is in. */
    private Set<String> lookedUp(String event) {
        String visitor = VisitorCookie.mint().text();
        assertEquals(202, pod.post(Offered.SITE + "/events", """
                [{"visitor": "%s", "event": "%s"}]""".formatted(visitor, event)));
        return audiencesOf(visitor);
    }

    private Set<String> audiencesOf(String visitor) {
        Set<String> found = new HashSet<>();
        json(pod.found(Offered.SITE + "/visitors/" + visitor + "/audiences").orElseThrow())
                .required("audiences")
                .forEach(audience -> found.add(audience.required("id").textValue()));
        return found;
    }

    private static Set<String> askingFor(String event, Map<String, String> kept) {
        Set<String> asking = new HashSet<>(kept.keySet());
        asking.removeIf(audience -> !event.equals(kept.get(audience)));
        return asking;
    }
}
