package dev.tern.ledger;

import static java.util.Objects.requireNonNull;

import dev.tern.ops.EmbeddedEngines;
import dev.tern.sql.Wire;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.Map;
import redis.embedded.RedisServer;

/** Engines of its own: a Redis that can be put back to what it last saved, and a wire to PostgreSQL that can be cut. */
@SuppressWarnings("NullAway.Init") // start fills it
public final class Restorable implements QuarkusTestResourceLifecycleManager {
    private static final String URL = "quarkus.datasource.jdbc.url";

    private EmbeddedEngines engines;
    private Path folder;
    private int port;
    private RedisServer redis;
    private Wire wire;

    @Override
    public int order() {
        return 1;
    }

    @Override
    public Map<String, String> start() {
        try {
            engines = EmbeddedEngines.start(Files.createTempDirectory(Path.of("target"), "engines"));
            folder = Files.createTempDirectory(Path.of("target"), "redis").toAbsolutePath();
            port = freePort();
            startRedis();
            Map<String, String> settings = new HashMap<>(engines.settings());
            URI postgres = URI.create(requireNonNull(settings.get(URL)).substring("jdbc:".length()));
            wire = new Wire(postgres.getPort(), false);
            settings.put(URL, "jdbc:postgresql://localhost:%d%s".formatted(wire.port(), postgres.getPath()));
            settings.put("quarkus.redis.hosts", "redis://localhost:" + port);
            // Else the journal would erase once more what it erased a moment ago.
            settings.put("tern.journal.recovery-window", "1ms");
            return settings;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(this, field -> field.getType().equals(Restorable.class));
    }

    Wire wire() {
        return wire;
    }

    /** Keeps what Redis last saved. */
    void backUp() throws IOException {
        Files.copy(folder.resolve("dump.rdb"), folder.resolve("backup"), StandardCopyOption.REPLACE_EXISTING);
    }

    /** Replaces Redis by another process that has just what was kept. */
    void restore() throws IOException {
        redis.stop();
        Files.copy(folder.resolve("backup"), folder.resolve("dump.rdb"), StandardCopyOption.REPLACE_EXISTING);
        startRedis();
    }

    @Override
    public void stop() {
        try (var _ = wire) {
            redis.stop();
            engines.stop();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void startRedis() throws IOException {
        redis = RedisServer.newRedisServer()
                .port(port)
                .bind("127.0.0.1")
                .setting("dir " + folder)
                .setting("save \"\"")
                .build();
        redis.start();
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
