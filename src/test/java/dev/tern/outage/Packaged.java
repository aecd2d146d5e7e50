package dev.tern.outage;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tern.ops.EmbeddedEngines;
import io.restassured.path.json.JsonPath;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The packaged application in a process of its own, or the executable that {@code -Dnative.image.path} names. */
final class Packaged implements AutoCloseable {
    static final Path APPLICATION = Path.of("target/quarkus-app").toAbsolutePath();

    private static final Path EXECUTABLE =
            Path.of(System.getProperty("native.image.path")).toAbsolutePath();

    /** As the manifests give a pod. */
    static final long GRACE_SECONDS = 45;

    private static final String ADMIN_KEY = "an-admin-key-of-more-than-32-characters";
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private final Path folder;
    private final Map<String, String> environment;
    private final int port;
    private final int managementPort;
    private final Path output;
    private final Process process;

    private Packaged(Path folder, Map<String, String> environment, int port, int managementPort) throws IOException {
        this.folder = folder;
        this.environment = Map.copyOf(environment);
        this.port = port;
        this.managementPort = managementPort;
        this.output = Files.createTempFile(folder, "output", ".log");
        var builder = new ProcessBuilder(command())
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("TERN_") || name.startsWith("QUARKUS_"));
        builder.environment().put("QUARKUS_HTTP_PORT", Integer.toString(port));
        builder.environment().put("QUARKUS_MANAGEMENT_PORT", Integer.toString(managementPort));
        builder.environment().putAll(environment);
        this.process = builder.start();
    }

    /** Starts it in the folder, with these variables of Tern and Quarkus and no others, on free ports. */
    static Packaged start(Path folder, Map<String, String> environment) throws IOException {
        return new Packaged(folder, environment, EmbeddedEngines.freePort(), EmbeddedEngines.freePort());
    }

    /** Starts it once more, where this one was, after this one has ended. */
    Packaged again() throws IOException {
        return new Packaged(folder, environment, port, managementPort);
    }

    /** What production needs: engines, secrets, a folder for the journal. */
    static Map<String, String> environment(EmbeddedEngines engines, Path journal) {
        Map<String, String> environment = new HashMap<>();
        engines.settings()
                .forEach((name, value) -> environment.put(name.replace('.', '_').toUpperCase(Locale.ROOT), value));
        environment.put("TERN_ADMIN_KEY", ADMIN_KEY);
        environment.put("TERN_COOKIE_SECRETS", "a-cookie-secret-of-more-than-32-characters");
        environment.put("TERN_JOURNAL_DIRECTORY", journal.toString());
        environment.put("TERN_JOURNAL_SIZE", "16M");
        environment.put("TERN_AUDIENCE_MINIMUM_SIZE", "0");
        return environment;
    }

    private static List<String> command() {
        return Files.exists(EXECUTABLE)
                ? List.of(EXECUTABLE.toString())
                : List.of(
                        jdk("java"),
                        "-jar",
                        APPLICATION.resolve("quarkus-run.jar").toString());
    }

    private static String jdk(String tool) {
        return Path.of(System.getProperty("java.home"), "bin", tool).toString();
    }

    /** The port of an engine, as a setting names it. */
    static int port(EmbeddedEngines engines, String setting) {
        String url = requireNonNull(engines.settings().get(setting));
        return URI.create(url.replaceFirst("^jdbc:", "")).getPort();
    }

    int port() {
        return port;
    }

    /** A request to the API by who may do everything. */
    HttpRequest.Builder request(String path) {
        return request(port, path);
    }

    /** The same to whoever is behind the port. */
    static HttpRequest.Builder request(int port, String path) {
        return HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                .header("Authorization", "Bearer " + ADMIN_KEY)
                .header("Content-Type", "application/json");
    }

    /** The status of an answer; 0 where nobody answers. */
    int get(String path) {
        return status(request(path).build());
    }

    /** The same over a connection of its own, which another event loop serves than the one before. */
    int getAnew(String path) {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return status(client, request(path).build());
        }
    }

    int put(String path, String body) {
        return status(request(path).PUT(BodyPublishers.ofString(body)).build());
    }

    int post(String path, String body) {
        return status(request(path).POST(BodyPublishers.ofString(body)).build());
    }

    /** The same by who has the key. */
    int post(String key, String path, String body) {
        return status(request(path)
                .setHeader("Authorization", "Bearer " + key)
                .POST(BodyPublishers.ofString(body))
                .build());
    }

    int delete(String path) {
        return status(request(path).DELETE().build());
    }

    /** The body of an answer of 200. */
    String body(HttpRequest request) {
        return answer(request).body();
    }

    /** The body of an answer of 201. */
    String created(String path, String body) {
        return answer(201, request(path).POST(BodyPublishers.ofString(body)).build())
                .body();
    }

    /** The body of what is asked for, if it is answered 200. */
    Optional<String> found(String path) {
        try {
            HttpResponse<String> answer = CLIENT.send(request(path).build(), BodyHandlers.ofString());
            return Optional.of(answer.body()).filter(body -> answer.statusCode() == 200);
        } catch (IOException nobody) {
            return Optional.empty();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** An answer of 200. */
    HttpResponse<String> answer(HttpRequest request) {
        return answer(200, request);
    }

    /** An answer of this status. */
    HttpResponse<String> answer(int status, HttpRequest request) {
        try {
            HttpResponse<String> answer = CLIENT.send(request, BodyHandlers.ofString());
            assertEquals(status, answer.statusCode(), answer.body());
            return answer;
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** The status of readiness. */
    int readiness() {
        return status(ready());
    }

    /** What a check of readiness tells of Redis. */
    String readinessOf(String check) {
        return JsonPath.from(body(ready())).getString("checks.find { it.name == '%s' }.data.redis".formatted(check));
    }

    private HttpRequest ready() {
        return HttpRequest.newBuilder(URI.create("http://localhost:" + managementPort + "/q/health/ready"))
                .build();
    }

    private static int status(HttpRequest request) {
        return status(CLIENT, request);
    }

    private static int status(HttpClient client, HttpRequest request) {
        try {
            return client.send(request, BodyHandlers.discarding()).statusCode();
        } catch (IOException nobody) {
            return 0;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The sum of all that begins so: the name of a metric, and maybe its first labels. */
    double metric(String name) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + managementPort + "/q/metrics"))
                .build();
        return body(request)
                .lines()
                .filter(line -> line.startsWith(name))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    /** What is on its heap, in MB, after a collection where it is a JVM that can be asked for one. */
    double heapMegabytes() throws IOException, InterruptedException {
        if (!Files.exists(EXECUTABLE)) {
            new ProcessBuilder(jdk("jcmd"), Long.toString(process.pid()), "GC.run")
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        }
        return metric("jvm_memory_used_bytes{area=\"heap\"") / 1e6;
    }

    /** The time that processors have spent on it. */
    Duration cpu() {
        return process.info().totalCpuDuration().orElseThrow();
    }

    /** Ends it at once, with nothing done any more. */
    void kill() {
        process.destroyForcibly().onExit().join();
    }

    /** Asks it to stop, as Kubernetes does. */
    void terminate() {
        process.destroy();
    }

    /** Waits until it has ended, by itself or as asked. */
    int exit() throws InterruptedException {
        assertTrue(process.waitFor(GRACE_SECONDS, TimeUnit.SECONDS), () -> "it still runs:\n" + output());
        return process.exitValue();
    }

    String output() {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
