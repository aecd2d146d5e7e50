package dev.tern.site;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.oneOf;

import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** The control plane as its users see it, for tests. */
public final class ControlPlane {
    /** The bootstrap key of tests. */
    public static final String ADMIN = "test-admin-key";

    private static final long WAIT_NANOS = 20_000_000_000L;
    private static final long LOOK_NANOS = 10_000_000L;

    private ControlPlane() {}

    /** A request that bears the key. */
    public static RequestSpecification as(String key) {
        return given().header("Authorization", "Bearer " + key);
    }

    /** A request that bears the key and brings a body. */
    public static RequestSpecification as(String key, String body) {
        return as(key).contentType("application/json").body(body);
    }

    /** The settings of a site, as small as they can be. */
    public static String settings(String name) {
        return """
                {"name":"%s","domains":["shop.example"]}""".formatted(name);
    }

    /** Makes a site, or replaces it. */
    public static String site(String id) {
        as(ADMIN, settings(id)).put("/v1/sites/" + id).then().statusCode(oneOf(200, 201));
        return id;
    }

    /** Makes a key of the site. */
    public static Response issue(String site, String... scopes) {
        String body = """
                {"name":"a key","scopes":["%s"]}""".formatted(String.join("\",\"", scopes));
        return as(ADMIN, body).post("/v1/sites/" + site + "/keys");
    }

    /** The text of a new key of the site. */
    public static String key(String site, String... scopes) {
        return issue(site, scopes).then().statusCode(201).extract().path("key");
    }

    /** An audience of everybody for whom the event happened in the last 30 days. */
    public static String audience(String event) {
        return """
                {"name":"All of %s","rule":{"event":"%s","within":"30d"}}""".formatted(event, event);
    }

    /** The statuses of requests made at the same time, in the order of their numbers. */
    public static List<Integer> concurrently(List<Supplier<Response>> requests) {
        List<CompletableFuture<Response>> running =
                requests.stream().map(CompletableFuture::supplyAsync).toList();
        return running.stream()
                .map(CompletableFuture::join)
                .map(Response::statusCode)
                .sorted()
                .toList();
    }

    /** Waits until it is so, but not for ever. */
    public static boolean becomes(BooleanSupplier condition) {
        long end = System.nanoTime() + WAIT_NANOS;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - end > 0) {
                return false;
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
        return true;
    }
}
