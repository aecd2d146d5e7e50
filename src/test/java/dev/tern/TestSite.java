package dev.tern;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tern.identity.VisitorCookie;
import dev.tern.redis.RedisAwayException;
import dev.tern.redis.SharedRedis;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;

/** A site of the service under test, of its own for each test, and what its owner, its visitors and an ad server do. */
public final class TestSite {
    public static final String ADMIN_KEY = "test-admin-key";

    private static final AtomicInteger NUMBER = new AtomicInteger();
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** So that who waits takes nothing from those who are waited for. */
    private static final long PAUSE_NANOS = Duration.ofMillis(1).toNanos();

    private final String id;

    private TestSite(String id) {
        this.id = id;
    }

    /** A site where no signal means no, or where it means yes. */
    public static TestSite create(String consent) {
        return create(consent, "");
    }

    /** The same with more settings, such as {@code , "tcfVendorId": 755}. */
    public static TestSite create(String consent, String more) {
        var site = new TestSite("site-" + NUMBER.incrementAndGet());
        admin().body("""
                        {"name": "Shop", "domains": ["shop.example"], "timeZone": "Europe/Berlin", "consent": "%s" %s}
                        """.formatted(consent, more))
                .put("/v1/sites/" + site.id)
                .then()
                .statusCode(201);
        return site;
    }

    public static RequestSpecification admin() {
        return given().header("Authorization", "Bearer " + ADMIN_KEY).contentType("application/json");
    }

    public String id() {
        return id;
    }

    /** The path of something of the site. */
    public String path(String rest) {
        return "/v1/sites/" + id + rest;
    }

    public TestSite audience(String audience, String rule) {
        admin().body("{\"name\": \"%s\", \"rule\": %s}".formatted(audience, rule))
                .put(path("/audiences/" + audience))
                .then()
                .statusCode(201);
        return this;
    }

    public String key(String... scopes) {
        return admin().body("{\"name\": \"a key\", \"scopes\": [\"%s\"]}".formatted(String.join("\", \"", scopes)))
                .post(path("/keys"))
                .then()
                .statusCode(201)
                .extract()
                .path("key");
    }

    /** A hit of a browser that has no cookie yet. */
    public Response hit(String query) {
        return given().urlEncodingEnabled(false).get("/p/%s.gif?%s".formatted(id, query));
    }

    /** A hit of a browser that has the cookie. */
    public Response hit(String cookie, String query) {
        return given().urlEncodingEnabled(false).header("Cookie", cookie).get("/p/%s.gif?%s".formatted(id, query));
    }

    /** The cookie that an answer set, as the browser sends it back. */
    public String cookie(Response hit) {
        assertEquals(200, hit.statusCode());
        return "tern-" + id + "=" + hit.cookie("tern-" + id);
    }

    /** The visitor of a cookie. */
    public static String visitor(String cookie) {
        return cookie.substring(cookie.indexOf('=') + 1, cookie.indexOf('.'));
    }

    public static String newVisitor() {
        return VisitorCookie.mint().text();
    }

    /** Sends one event, which must be accepted. */
    public TestSite event(String visitor, String event, Instant time) {
        admin().body("""
                        [{"visitor": "%s", "event": "%s", "time": "%s", "consent": "granted"}]
                        """.formatted(visitor, event, time))
                .post(path("/events"))
                .then()
                .statusCode(202)
                .body("accepted", org.hamcrest.Matchers.equalTo(1));
        return this;
    }

    public List<String> audiencesOf(String visitor) {
        return admin().get(path("/visitors/" + visitor + "/audiences"))
                .then()
                .statusCode(200)
                .extract()
                .path("audiences.id");
    }

    public List<String> audiencesOf(String visitor, Instant at) {
        return admin().queryParam("at", at.toString())
                .get(path("/visitors/" + visitor + "/audiences"))
                .then()
                .statusCode(200)
                .extract()
                .path("audiences.id");
    }

    /** Waits until the visitor is in just these. */
    public void awaitAudiences(String visitor, String... audiences) {
        await("in " + List.of(audiences), () -> audiencesOf(visitor).equals(List.of(audiences)));
    }

    /** Asks again until it is so; fails after a while. */
    public static void await(String what, BooleanSupplier isSo) {
        Instant deadline = Instant.now().plus(PATIENCE);
        while (!isSo.getAsBoolean()) {
            if (Instant.now().isAfter(deadline)) {
                throw new AssertionError("never came true: " + what);
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    /** Waits until Redis answers, which it may not at once after it was started or reached. */
    public static void awaitAnswer(SharedRedis redis) {
        await("Redis answers", () -> {
            try {
                var _ = SharedRedis.await(redis.send(Request.cmd(Command.GET).arg("nothing")));
                return true;
            } catch (RedisAwayException away) {
                return false;
            }
        });
    }

    /** Waits until so long has passed since an instant of {@link System#nanoTime}, however long that is. */
    public static void pass(Duration length, long sinceNanos) {
        while (System.nanoTime() - sinceNanos < length.toNanos()) {
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    /** A counter's or a gauge's value. */
    public static double metric(String line) {
        String all = metrics();
        return all.lines()
                .filter(each -> each.startsWith(line + " "))
                .mapToDouble(each -> Double.parseDouble(each.substring(line.length() + 1)))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + line + " in:\n" + all));
    }

    /** The sum of a metric over its labels; the first of them, in the order of their names, may be given. */
    public static double metricSum(String name) {
        return metrics()
                .lines()
                .filter(each -> each.startsWith(name.contains("{") ? name + "," : name + "{"))
                .mapToDouble(each -> Double.parseDouble(each.substring(each.lastIndexOf(' ') + 1)))
                .sum();
    }

    private static String metrics() {
        return given().get("http://localhost:" + managementPort() + "/q/metrics")
                .then()
                .statusCode(200)
                .extract()
                .asString();
    }

    /** Where the management interface listens: at the port of the tests or, of an application in its own process, of {@code Engines}. */
    public static int managementPort() {
        Config config = ConfigProvider.getConfig();
        int ofTests = config.getValue("quarkus.management.test-port", Integer.class);
        return ofTests == 0 ? config.getValue("quarkus.management.port", Integer.class) : ofTests;
    }
}
