package dev.tern.outage;

import dev.tern.TestSite;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import redis.embedded.RedisServer;

/** A real Redis in a process that can be killed, frozen and started again. */
@SuppressWarnings("NullAway.Init") // start fills it
final class RedisProcess implements AutoCloseable {
    private final Path folder;
    private final int port;
    private final List<String> arguments;
    private Process process;

    private RedisProcess(Path folder, int port, List<String> arguments) {
        this.folder = folder;
        this.port = port;
        this.arguments = arguments;
    }

    /** Keeps its data in the folder as production is advised to, on disk every second. */
    static RedisProcess start(Path folder, int port, String... more) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("--port", Integer.toString(port), "--bind", "127.0.0.1"));
        arguments.addAll(List.of(
                "--dir", Files.createDirectories(folder).toAbsolutePath().toString()));
        arguments.addAll(List.of("--appendonly", "yes", "--appendfsync", "everysec", "--save", ""));
        arguments.addAll(List.of("--auto-aof-rewrite-percentage", "0"));
        arguments.addAll(List.of(more));
        return start(folder, port, arguments);
    }

    /** A sentinel of the master {@code tern} that is there, one of three. */
    static RedisProcess startSentinel(Path folder, int port, int masterPort) throws IOException {
        Path file = Files.createDirectories(folder).resolve("sentinel.conf").toAbsolutePath();
        Files.writeString(file, """
                port %d
                bind 127.0.0.1
                dir %s
                sentinel monitor tern 127.0.0.1 %d 2
                sentinel down-after-milliseconds tern 1000
                sentinel failover-timeout tern 10000
                """.formatted(port, folder.toAbsolutePath(), masterPort));
        return start(folder, port, List.of(file.toString(), "--sentinel"));
    }

    private static RedisProcess start(Path folder, int port, List<String> arguments) throws IOException {
        var redis = new RedisProcess(folder.toAbsolutePath(), port, arguments);
        redis.start();
        return redis;
    }

    /** Starts it, and waits until it answers. */
    void start() throws IOException {
        List<String> command =
                new ArrayList<>(RedisServer.newRedisServer().buildCommandArgs().subList(0, 1));
        command.addAll(arguments);
        process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        folder.resolve("redis.log").toFile()))
                .start();
        TestSite.await("Redis answers", this::isThere);
    }

    private boolean isThere() {
        try {
            return command("PING").equals("+PONG");
        } catch (UncheckedIOException notYet) {
            return false;
        }
    }

    int port() {
        return port;
    }

    private static BufferedReader reader(Socket socket) throws IOException {
        return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
    }

    /** All of the answer to a command, without how long its parts are; nothing where the connection ends before, as it does while roles change. */
    String answer(String command) {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream().write((command + "\r\nQUIT\r\n").getBytes(StandardCharsets.US_ASCII));
            return reader(socket).lines().filter(line -> !line.startsWith("$")).collect(Collectors.joining("\n"));
        } catch (IOException | UncheckedIOException cutShort) {
            return "";
        }
    }

    /** The first line of the answer to a command. */
    String command(String command) {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.US_ASCII));
            return reader(socket).readLine();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void kill() {
        process.destroyForcibly().onExit().join();
    }

    /** Ends it as when its machine crashes: what it wrote in the last while is not on the disk. */
    void crash(Duration unwritten) throws IOException {
        Path appended = folder.resolve("appendonly.aof");
        long onDisk = Files.size(appended);
        TestSite.pass(unwritten, System.nanoTime());
        kill();
        try (FileChannel file = FileChannel.open(appended, StandardOpenOption.WRITE)) {
            file.truncate(onDisk);
        }
    }

    /** Has a replica take in nothing more of what its primary writes. */
    void fallBehind() {
        command("CONFIG SET masterauth nobody");
        command("CLIENT KILL TYPE master");
        TestSite.await("it follows no more", () -> answer("INFO replication").contains("master_link_status:down"));
    }

    /** Stops it in the middle of whatever it does: connections stay, and nothing is answered. */
    void freeze() throws IOException, InterruptedException {
        signal("-STOP");
    }

    void thaw() throws IOException, InterruptedException {
        signal("-CONT");
    }

    private void signal(String signal) throws IOException, InterruptedException {
        new ProcessBuilder("kill", signal, Long.toString(process.pid())).start().waitFor();
    }

    @Override
    public void close() {
        kill();
    }
}
