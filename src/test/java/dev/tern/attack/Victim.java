package dev.tern.attack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * A site of the running service that is attacked, and what the service itself says that can be asked of it.
 *
 * @param key of the site, with every scope; the site is never deleted with it
 * @param cookie of a visitor, as a {@code Cookie} header
 */
record Victim(String site, String audience, String key, String cookie, List<Operation> operations) {
    static final String VISITOR = "Vg5oJ2f0QkK1mZ8xT3yLrA";

    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete");
    private static final String AUDIENCE = "buyers";
    private static final ObjectMapper JSON = new ObjectMapper();

    Victim {
        operations = List.copyOf(operations);
    }

    /**
     * What can be asked.
     *
     * @param example of its body; empty where it takes none
     */
    record Operation(String method, String path, String mediaType, String example) {}

    /** Makes the site, with an audience, a key, and a visitor who came. */
    static Victim create(int port, String adminKey, String site) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            var owner = new Owner(client, "http://127.0.0.1:" + port, adminKey);
            owner.send("PUT", "/v1/sites/" + site, """
                    {"name": "Victim", "domains": ["shop.example"], "consent": "opt-out", "minimumAudienceSize": 0}""");
            owner.send("PUT", "/v1/sites/" + site + "/audiences/" + AUDIENCE, """
                    {"name": "Buyers", "rule": {"event": "page_view", "within": "30d"}}""");
            String key = JSON.readTree(owner.send("POST", "/v1/sites/" + site + "/keys", """
                                    {"name": "Key", "scopes": ["admin", "audiences:read", "audiences:write", "events:write",
                                     "members:read", "visitors:read", "visitors:erase"]}""")
                            .body())
                    .path("key")
                    .asText();
            String cookie = owner.send("GET", "/p/" + site + ".gif", "")
                    .headers()
                    .firstValue("Set-Cookie")
                    .orElseThrow();
            JsonNode contract = JSON.readTree(
                    owner.send("GET", "/q/openapi?format=JSON", "").body());
            return new Victim(site, AUDIENCE, key, cookie.substring(0, cookie.indexOf(';')), operations(contract));
        }
    }

    private record Owner(HttpClient client, String address, String key) {
        HttpResponse<String> send(String method, String path, String body) throws IOException, InterruptedException {
            HttpResponse<String> answer = client.send(
                    HttpRequest.newBuilder(URI.create(address + path))
                            .header("Authorization", "Bearer " + key)
                            .header("Content-Type", "application/json")
                            .header(
                                    "User-Agent",
                                    "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0")
                            .method(method, BodyPublishers.ofString(body))
                            .build(),
                    BodyHandlers.ofString());
            if (answer.statusCode() >= 300) {
                throw new IllegalStateException(answer + ": " + answer.body());
            }
            return answer;
        }
    }

    private static List<Operation> operations(JsonNode contract) {
        List<Operation> operations = new ArrayList<>();
        contract.path("paths").properties().forEach(path -> path.getValue().properties().stream()
                .filter(each -> METHODS.contains(each.getKey()))
                .forEach(each -> operations.addAll(operations(each.getKey(), path.getKey(), each.getValue()))));
        return operations;
    }

    private static List<Operation> operations(String verb, String path, JsonNode operation) {
        String method = verb.toUpperCase(Locale.ROOT);
        List<Operation> operations = new ArrayList<>();
        operation.at("/requestBody/content").properties().forEach(content -> content.getValue()
                .path("examples")
                .forEach(example ->
                        operations.add(new Operation(method, path, content.getKey(), text(example.path("value"))))));
        return operations.isEmpty() ? List.of(new Operation(method, path, "", "")) : operations;
    }

    /** As its bytes in UTF-8 are written in ISO 8859-1. */
    private static String text(JsonNode value) {
        String text = value.isTextual() ? value.textValue() : value.toString();
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }
}
