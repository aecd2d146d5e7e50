package dev.tern.ops;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import redis.embedded.RedisServer;

/**
 * A real PostgreSQL and a real Redis, started from Maven artifacts for development and tests.
 *
 * <p>Their jars are optional dependencies that the package leaves out, so nothing else may name this class's imports.
 */
public final class EmbeddedEngines {
    private final EmbeddedPostgres postgres;
    private final RedisServer redis;

    private EmbeddedEngines(EmbeddedPostgres postgres, RedisServer redis) {
        this.postgres = postgres;
        this.redis = redis;
    }

    /** Starts both on free ports, with their data in the folder, where the next start finds it again. */
    public static EmbeddedEngines start(Path folder) throws IOException {
        RedisServer redis = startRedis(Files.createDirectories(folder.resolve("redis")));
        try {
            return new EmbeddedEngines(startPostgres(folder.resolve("postgres")), redis);
        } catch (IOException | RuntimeException e) {
            redis.stop();
            throw e;
        }
    }

    /** The settings that point Tern at them. */
    public Map<String, String> settings() {
        return Map.of(
                "quarkus.redis.hosts",
                "redis://localhost:" + redis.ports().getFirst(),
                "quarkus.datasource.jdbc.url",
                "jdbc:postgresql://localhost:" + postgres.getPort() + "/postgres",
                "quarkus.datasource.username",
                "postgres",
                "quarkus.datasource.password",
                "postgres");
    }

    /** Stops both; their data stays. */
    public void stop() {
        try (postgres) {
            redis.stop();
        } catch (IOException e) {
            throw new UncheckedIOException("The embedded PostgreSQL or Redis did not stop", e);
        }
    }

    private static EmbeddedPostgres startPostgres(Path data) throws IOException {
        endLeftover(data.resolve("postmaster.pid"), "postgres");
        return EmbeddedPostgres.builder()
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                .setPGStartupWait(Duration.ofSeconds(30))
                .start();
    }

    private static RedisServer startRedis(Path data) throws IOException {
        Path pidFile = data.resolve("redis.pid").toAbsolutePath();
        endLeftover(pidFile, "redis");
        RedisServer server = RedisServer.newRedisServer()
                .port(freePort())
                .bind("127.0.0.1")
                .setting("dir " + data.toAbsolutePath())
                .setting("appendonly yes")
                .setting("save \"\"")
                .setting("pidfile " + pidFile)
                .build();
        server.start();
        return server;
    }

    /** Ends the server that a killed run left behind on the same data. */
    private static void endLeftover(Path pidFile, String program) throws IOException {
        if (Files.exists(pidFile)) {
            long pid = Long.parseLong(Files.readAllLines(pidFile).getFirst().strip());
            ProcessHandle.of(pid)
                    .filter(process -> process.info().command().orElse("").contains(program))
                    .filter(ProcessHandle::destroy)
                    .ifPresent(process -> process.onExit().join());
        }
    }

    public static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
