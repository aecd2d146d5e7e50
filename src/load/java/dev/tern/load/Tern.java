package dev.tern.load;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/** The running Tern, spoken to over HTTP alone. */
final class Tern {
    static final String ADDRESS = "http://127.0.0.1:7704";

    private static final URI METRICS = URI.create("http://127.0.0.1:7705/q/metrics");
    private static final long POLL_MILLIS = 20;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient client = HttpClient.newHttpClient();
    private final String adminKey = System.getenv("TERN_ADMIN_KEY");

    /** Waits until it serves. */
    void awaitReady() throws InterruptedException {
        while (!isReady()) {
            Thread.sleep(POLL_MILLIS);
        }
    }

    private boolean isReady() throws InterruptedException {
        try {
            HttpRequest sites = request("/v1/sites", adminKey).build();
            return client.send(sites, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    /** Creates or replaces what the path names. */
    void put(String path, Object body) throws IOException, InterruptedException {
        HttpRequest request =
                request(path, adminKey).PUT(BodyPublishers.ofString(json(body))).build();
        expect(client.send(request, BodyHandlers.ofString()), 200, 201);
    }

    JsonNode post(String path, Object body) throws IOException, InterruptedException {
        HttpRequest request = request(path, adminKey)
                .POST(BodyPublishers.ofString(json(body)))
                .build();
        return JSON.readTree(expect(client.send(request, BodyHandlers.ofString()), 200, 201));
    }

    JsonNode get(String path) throws IOException, InterruptedException {
        HttpResponse<String> answer = client.send(request(path, adminKey).build(), BodyHandlers.ofString());
        return JSON.readTree(expect(answer, 200));
    }

    /** The lines of a list. */
    InputStream lines(String path) throws IOException, InterruptedException {
        HttpRequest request =
                request(path, adminKey).header("Accept", "application/x-ndjson").build();
        return client.send(request, BodyHandlers.ofInputStream()).body();
    }

    /** Sends a hit, and gives the cookie that came with the image. */
    String hit(Request hit) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(ADDRESS + hit.path()));
        hit.headers().forEach(request::setHeader);
        HttpResponse<byte[]> answer = client.send(request.build(), BodyHandlers.ofByteArray());
        String cookie = answer.headers().firstValue("Set-Cookie").orElse("");
        if (answer.statusCode() != 200 || cookie.isEmpty()) {
            throw new IllegalStateException("A hit was answered by " + answer);
        }
        return cookie.substring(0, cookie.indexOf(';'));
    }

    /** Does all, so many at once, and gives what came of each in their order. */
    static <T> List<T> all(int atOnce, List<? extends Callable<T>> some) throws Exception {
        try (ExecutorService threads =
                Executors.newFixedThreadPool(atOnce, Thread.ofVirtual().factory())) {
            return threads.invokeAll(some).stream().map(Future::resultNow).toList();
        }
    }

    /** Whether the visitor is in any audience. */
    boolean isMember(String site, String visitor) throws IOException, InterruptedException {
        return !get("/v1/sites/" + site + "/visitors/" + visitor + "/audiences")
                .path("audiences")
                .isEmpty();
    }

    /** How long a lookup takes. */
    double lookupMillis(String site, String visitor) throws IOException, InterruptedException {
        long asked = System.nanoTime();
        isMember(site, visitor);
        return (System.nanoTime() - asked) / 1e6;
    }

    /** What of its heap is in use. */
    long heapBytes() {
        return metric("jvm_memory_used_bytes", "area=\"heap\"");
    }

    /** The sum of a metric's values, of those whose labels hold the text. */
    long metric(String name, String label) {
        try {
            HttpResponse<Stream<String>> answer =
                    client.send(HttpRequest.newBuilder(METRICS).build(), BodyHandlers.ofLines());
            return (long) answer.body()
                    .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
                    .filter(line -> line.contains(label))
                    .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                    .sum();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException("No metrics", e);
        }
    }

    /** Waits until Redis has all that was accepted. */
    void awaitWritten() throws InterruptedException {
        while (metric("tern_journal_waiting", "") > 0) {
            Thread.sleep(POLL_MILLIS);
        }
    }

    private static HttpRequest.Builder request(String path, String key) {
        return HttpRequest.newBuilder(URI.create(ADDRESS + path))
                .header("Authorization", "Bearer " + key)
                .header("Content-Type", "application/json");
    }

    static JsonNode read(String json) throws JsonProcessingException {
        return JSON.readTree(json);
    }

    private static String json(Object body) throws JsonProcessingException {
        return JSON.writeValueAsString(body);
    }

    private static String expect(HttpResponse<String> answer, Integer... statuses) {
        if (!List.of(statuses).contains(answer.statusCode())) {
            throw new IllegalStateException(answer + ": " + answer.body());
        }
        return answer.body();
    }

    /** An HTTP request without its address. */
    record Request(String method, String path, Map<String, String> headers, String body) {
        static Request get(String path, Map<String, String> headers) {
            return new Request("GET", path, headers, "");
        }

        /** As it goes over the wire. */
        String text() {
            StringBuilder text =
                    new StringBuilder(method + " " + path + " HTTP/1.1\r\nHost: visitors.shop.example\r\n");
            headers.forEach((name, value) ->
                    text.append(name).append(": ").append(value).append("\r\n"));
            if (!body.isEmpty()) {
                text.append("Content-Length: ").append(body.length()).append("\r\n");
            }
            return text.append("\r\n").append(body).toString();
        }
    }
}
