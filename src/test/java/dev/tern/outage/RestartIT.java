package dev.tern.outage;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tern.TestSite;
import dev.tern.identity.VisitorCookie;
import dev.tern.ops.EmbeddedEngines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One pod takes the place of another, as in a rolling restart; the new one has an empty journal. */
@SuppressWarnings("NullAway.Init") // start fills it
class RestartIT {
    private static final int EVENTS = 50_000;
    private static final int EVENTS_PER_REQUEST = 100;
    private static final Pattern MEMBER = Pattern.compile("\"visitor\":\"([^\"]+)\"");

    private final Path folder;
    private EmbeddedEngines engines;

    RestartIT(@TempDir Path folder) {
        this.folder = folder;
    }

    @BeforeEach
    void start() throws IOException {
        engines = EmbeddedEngines.start(folder.resolve("engines"));
    }

    @AfterEach
    void stop() {
        engines.stop();
    }

    @Test
    void losesNoEvent() throws IOException, InterruptedException {
        List<String> visitors = IntStream.range(0, EVENTS)
                .mapToObj(number -> VisitorCookie.mint().text())
                .toList();
        var accepted = new AtomicInteger();
        try (Packaged before = pod("before")) {
            TestSite.await("ready", () -> before.readiness() == 200);
            assertEquals(201, before.put("/v1/sites/shop", """
                    {"name": "Shop", "domains": ["shop.example"], "consent": "opt-out", "minimumAudienceSize": 0}"""));
            assertEquals(201, before.put("/v1/sites/shop/audiences/all", """
                    {"name": "All", "rule": {"event": "view", "within": "1d"}}"""));
            var serving = new CompletableFuture<Packaged>();
            CompletableFuture<Void> sender =
                    CompletableFuture.runAsync(() -> send(visitors, before, serving, accepted));
            TestSite.await("a good part is sent", () -> accepted.get() >= EVENTS / 3);

            before.terminate();
            TestSite.await("unready", () -> before.readiness() == 503);
            int acceptedUnready = accepted.get();
            TestSite.await("served all the same", () -> accepted.get() > acceptedUnready);
            before.exit();

            try (Packaged after = pod("after")) {
                TestSite.await("ready", () -> after.readiness() == 200);
                serving.complete(after);
                sender.join();
                TestSite.await("all in Redis", () -> members(after).size() == EVENTS);

                assertEquals(EVENTS, accepted.get());
                assertEquals(Set.copyOf(visitors), members(after));
            }
        }
    }

    /** In production's own way, but over plain HTTP. */
    private Packaged pod(String name) throws IOException {
        Map<String, String> environment = Packaged.environment(engines, Files.createDirectory(folder.resolve(name)));
        environment.put("QUARKUS_SHUTDOWN_DELAY", "2s");
        return Packaged.start(folder, environment);
    }

    /** Sends each event until somebody accepts it: to the pod before for as long as that answers, then to the one after. */
    private static void send(
            List<String> visitors, Packaged before, CompletableFuture<Packaged> after, AtomicInteger accepted) {
        for (int from = 0; from < EVENTS; from += EVENTS_PER_REQUEST) {
            String events = visitors.subList(from, from + EVENTS_PER_REQUEST).stream()
                    .map(visitor -> "{\"visitor\": \"%s\", \"event\": \"view\"}".formatted(visitor))
                    .collect(Collectors.joining(",", "[", "]"));
            if (before.post("/v1/sites/shop/events", events) != 202) {
                assertEquals(202, after.join().post("/v1/sites/shop/events", events));
            }
            accepted.addAndGet(EVENTS_PER_REQUEST);
        }
    }

    private static Set<String> members(Packaged pod) {
        String members = pod.body(pod.request("/v1/sites/shop/audiences/all/members")
                .header("Accept", "application/x-ndjson")
                .build());
        return MEMBER.matcher(members).results().map(found -> found.group(1)).collect(Collectors.toSet());
    }
}
