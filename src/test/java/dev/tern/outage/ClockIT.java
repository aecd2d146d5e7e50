package dev.tern.outage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tern.TestSite;
import dev.tern.identity.VisitorCookie;
import dev.tern.ops.EmbeddedEngines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * The wall clock of a pod jumps by an hour, forward and back, by libfaketime, while those of Redis and PostgreSQL go on.
 *
 * <p>An event bears the time that the pod's clock showed, and a question is about the instant that it shows. So in a window of a day are
 * those who came at that hour or before, in one of half an hour those who came at that hour, and neither depends on what the clock has
 * shown between.
 */
@Tag("clock")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init") // start fills it
class ClockIT {
    private static final String LIBRARY = "/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1";
    private static final Pattern AT = Pattern.compile("\"at\":\"([^\"]+)\"");
    private static final Duration NEAR = Duration.ofMinutes(10);
    private static final Duration IDLE_MAX = Duration.ofMillis(300);
    private static final int CAME_MIN = 300;
    private static final int FLOOR = 2;

    /** More than the floor by so many that they are not counted again at once. */
    private static final int AMPLE = FLOOR + 100;

    /** Those that live for ever, or longer than the longest of docs/redis-keys.md. */
    private static final String WRONG_LIFETIMES = """
            EVAL "local wrong = {} for _, key in ipairs(redis.call('KEYS', '*')) do local left = redis.call('PTTL', key) \
            if left < 0 or left > 541 * 86400000 then wrong[#wrong + 1] = key .. ' ' .. left end end return wrong" 0""";

    private final Map<Integer, Set<String>> came = new HashMap<>();
    private final Set<String> everybody = new HashSet<>();
    private Path folder;
    private EmbeddedEngines engines;
    private RedisProcess redis;
    private Packaged pod;

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        this.folder = folder;
        setClock(0);
        engines = EmbeddedEngines.start(folder.resolve("engines"));
        redis = RedisProcess.start(folder.resolve("redis"), EmbeddedEngines.freePort());
        Map<String, String> environment =
                Packaged.environment(engines, Files.createDirectory(folder.resolve("journal")));
        environment.put("QUARKUS_REDIS_HOSTS", "redis://localhost:" + redis.port());
        environment.put("LD_PRELOAD", LIBRARY);
        environment.put("FAKETIME_TIMESTAMP_FILE", clock().toString());
        environment.put("FAKETIME_NO_CACHE", "1");
        environment.put("FAKETIME_DONT_FAKE_MONOTONIC", "1");
        // Debian's is built with the opposite, by which waits of the JVM end at once.
        environment.put("FAKETIME_FORCE_MONOTONIC_FIX", "0");
        pod = Packaged.start(folder, environment);
        TestSite.await("ready", () -> pod.readiness() == 200);
    }

    @AfterAll
    void stop() {
        pod.close();
        redis.close();
        engines.stop();
    }

    private Path clock() {
        return folder.resolve("clock").toAbsolutePath();
    }

    private void setClock(int hours) throws IOException {
        Path next = Files.writeString(
                folder.resolve("clock.next"),
                "%+d".formatted(Duration.ofHours(hours).toSeconds()));
        Files.move(next, clock(), StandardCopyOption.ATOMIC_MOVE);
    }

    /** So many hours from the true time. */
    private void jump(int hours) throws IOException {
        setClock(hours);
        TestSite.await(
                "the clock has jumped",
                () -> Duration.between(Instant.now().plus(Duration.ofHours(hours)), now())
                                .abs()
                                .compareTo(NEAR)
                        < 0);
    }

    /** What the pod's clock shows. */
    private Instant now() {
        Matcher at = AT.matcher(lookedUp(Offered.SITE, VisitorCookie.mint().text()));
        assertTrue(at.find());
        return Instant.parse(at.group(1));
    }

    private String lookedUp(String site, String visitor) {
        return pod.body(
                pod.request(site + "/visitors/" + visitor + "/audiences").build());
    }

    @Test
    void membershipsAreThoseOfTheHour() throws IOException {
        setClock(0);
        Offered before = Offered.to(pod);
        assertEquals(201, pod.put(Offered.SITE + "/audiences/soon", """
                {"name": "Soon", "rule": {"event": "view", "within": "30m"}}"""));
        double threadsBefore = pod.metric("jvm_threads_live_threads");
        for (int hour : List.of(0, 1, 0, -1, 0, 1)) {
            jump(hour);
            end(before);
            before = Offered.at(pod.port());
            before.gently();
            come(before, hour);
            requireMembers("all", hour, then -> then <= hour);
            requireMembers("soon", hour, then -> then == hour);
            assertEquals("*0", redis.answer(WRONG_LIFETIMES).lines().findFirst().orElseThrow());
        }
        end(before);
        TestSite.await("all that ever was accepted", () -> Set.copyOf(Offered.members(pod, "all"))
                .containsAll(everybody));
        for (int hour : List.of(1, 0, -1, 0)) {
            jump(hour);
            TestSite.await("it rests", () -> cpuOfASecond().compareTo(IDLE_MAX) < 0);
        }
        assertTrue(pod.metric("jvm_threads_live_threads") <= threadsBefore + 20, "threads");
        System.out.printf("Clock that jumps by an hour, five times: %d accepted, 0 lost%n", everybody.size());
    }

    /** What is answered after a jump may have come before it. */
    private void end(Offered offered) {
        offered.close();
        everybody.addAll(offered.visitors());
        assertEquals(Set.of(), offered.failures());
    }

    /** Who comes after a jump, and is in Redis before the next. */
    private void come(Offered offered, int hour) {
        TestSite.await("some come", () -> offered.accepted() > CAME_MIN);
        Set<String> those = offered.visitors();
        TestSite.await("in Redis", () -> Set.copyOf(Offered.members(pod, "all")).containsAll(those));
        came.computeIfAbsent(hour, none -> new HashSet<>()).addAll(those);
    }

    /** By the list, and by looking up one of each hour. */
    private void requireMembers(String audience, int hour, IntPredicate isMember) {
        Set<String> expected = came.entrySet().stream()
                .filter(those -> isMember.test(those.getKey()))
                .flatMap(those -> those.getValue().stream())
                .collect(Collectors.toSet());
        Set<String> members = new HashSet<>(Offered.members(pod, audience));
        members.retainAll(came.values().stream().flatMap(Set::stream).collect(Collectors.toSet()));
        Set<String> differing = Stream.concat(
                        members.stream().filter(visitor -> !expected.contains(visitor)),
                        expected.stream().filter(visitor -> !members.contains(visitor)))
                .collect(Collectors.toSet());
        assertEquals(Set.of(), differing, "%s at %+d, of %d".formatted(audience, hour, expected.size()));
        came.forEach((then, those) -> assertEquals(
                isMember.test(then),
                lookedUp(Offered.SITE, those.iterator().next()).contains("\"" + audience + "\""),
                "%s at %+d, who came at %+d".formatted(audience, hour, then)));
    }

    private Duration cpuOfASecond() {
        Duration before = pod.cpu();
        TestSite.pass(Duration.ofSeconds(1), System.nanoTime());
        return pod.cpu().minus(before);
    }

    /** An audience that had members enough an hour ahead is withheld now that it has one. */
    @Test
    void whatWasCountedIsCountedAgain() throws IOException {
        String site = "/v1/sites/few";
        pod.put(site, """
                {"name": "Few", "domains": ["few.example"], "consent": "opt-out", "minimumAudienceSize": %d}""".formatted(FLOOR));
        pod.put(site + "/audiences/soon", """
                {"name": "Soon", "rule": {"event": "view", "within": "30m"}}""");
        Offered.define(pod);
        jump(0);
        String alone = VisitorCookie.mint().text();
        send(site, Stream.of(alone));
        assertTrue(isWithheld(site, alone));

        jump(1);
        send(site, Stream.generate(() -> VisitorCookie.mint().text()).limit(AMPLE));
        String another = VisitorCookie.mint().text();
        send(site, Stream.of(another));
        TestSite.await("shown", () -> !isWithheld(site, another));

        jump(0);
        TestSite.await("withheld", () -> isWithheld(site, alone));
    }

    private void send(String site, Stream<String> visitors) {
        assertEquals(
                202,
                pod.post(
                        site + "/events",
                        visitors.map(visitor -> "{\"visitor\": \"%s\", \"event\": \"view\"}".formatted(visitor))
                                .collect(Collectors.joining(",", "[", "]"))));
    }

    private boolean isWithheld(String site, String visitor) {
        return lookedUp(site, visitor).contains("\"withheld\":true");
    }
}
