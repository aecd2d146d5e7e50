package dev.tern.load;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A site with sections, for each of which five audiences ask: everybody who looks at it, who came to it by its campaign, who looked at
 * its category, at an item of it, and twice at its brand. A visitor stays in one section, so every hit counts for five audiences.
 */
final class Site {
    /** The sections that visitors go to. */
    static final int SECTIONS = 20;

    static final int VISITORS = 200_000;
    static final int AUDIENCES_A_SECTION = 5;

    /** Audience {@code all-<section>} has them for so long. */
    static final long ALL_MILLIS = 30L * 24 * 60 * 60 * 1000;

    /** One in so many hits is a new visitor's. */
    private static final int ONE_IN_NEW = 20;

    /** IAB TCF 2.3 of a publisher without a vendor ID: purposes 1, 3 and 4. */
    private static final String TCF = "CQgYw8AQgYw8AAKADBENBaFgAAAAAAAAAAYgAAAAAAAA.dgAAAEAAAAA";

    private static final List<String> CONSENTS = List.of(
            "consent=granted",
            "gdpr=1&gdpr_consent=" + TCF,
            "consent=granted&us_privacy=1YNN",
            "consent=granted&ad_storage=granted&ad_user_data=granted&ad_personalization=granted&analytics_storage=granted");
    private static final List<String> REFERRERS = List.of(
            "https://www.google.com/",
            "https://www.bing.com/",
            "https://duckduckgo.com/",
            "https://www.shop.example/",
            "https://news.example.org/2026/11/what-to-wear-this-winter?utm_source=newsletter");
    private static final List<String> AGENTS = List.of(
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36",
            "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36",
            "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Safari/605.1.15",
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1",
            "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Mobile Safari/537.36",
            "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/28.0 Chrome/130.0.0.0 Mobile Safari/537.36",
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:144.0) Gecko/20100101 Firefox/144.0",
            "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0");

    final String id;
    private final Tern tern;
    private final List<String> cookies;

    private Site(Tern tern, String id, List<String> cookies) {
        this.tern = tern;
        this.id = id;
        this.cookies = cookies;
    }

    /** Makes the site with 100 audiences; it has no visitors yet. */
    static Site define(Tern tern, String id) throws Exception {
        return define(tern, id, UnaryOperator.identity());
    }

    /** The same, with windows other than the usual ones. */
    static Site define(Tern tern, String id, UnaryOperator<String> within) throws Exception {
        tern.put("/v1/sites/" + id, settings(id));
        List<Callable<Void>> puts = new ArrayList<>();
        for (int section = 0; section < SECTIONS; section++) {
            rules(section, within)
                    .forEach((audience, rule) -> puts.add(() -> {
                        tern.put("/v1/sites/" + id + "/audiences/" + audience, Map.of("name", audience, "rule", rule));
                        return null;
                    }));
        }
        Tern.all(4, puts);
        return new Site(tern, id, List.of());
    }

    /** The same site with 10,000 audiences, of which the others ask about sections that nobody visits. */
    Site withManyAudiences() throws Exception {
        Process psql = new ProcessBuilder(
                        "psql",
                        "-q",
                        "-v",
                        "ON_ERROR_STOP=1",
                        "-h",
                        "127.0.0.1",
                        "-p",
                        "7702",
                        "-U",
                        "tern",
                        "-d",
                        "postgres",
                        "-f",
                        "src/load/many.sql")
                .inheritIO()
                .start();
        if (psql.waitFor() != 0) {
            throw new IllegalStateException("src/load/many.sql failed");
        }
        tern.put("/v1/sites/" + id, settings(id));
        return this;
    }

    private static Map<String, Object> settings(String id) {
        return Map.of(
                "name", id, "domains", List.of("shop.example"), "timeZone", "Europe/Berlin", "consent", "required");
    }

    private static Map<String, Map<String, Object>> rules(int section, UnaryOperator<String> within) {
        Map<String, Map<String, Object>> rules = new LinkedHashMap<>();
        rules.put(
                "all-" + section,
                rule("path", Map.of("startsWith", "/" + word("section", section) + "/"), within.apply("30d")));
        rules.put("campaign-" + section, rule("utm.campaign", word("campaign", section), within.apply("90d")));
        rules.put("category-" + section, rule("props.category", word("category", section), within.apply("14d")));
        rules.put(
                "item-" + section,
                rule("url", Map.of("contains", "/" + word("item", section) + "-"), within.apply("7d")));
        Map<String, Object> twice =
                new LinkedHashMap<>(rule("props.brand", word("brand", section), within.apply("60d")));
        twice.put("times", Map.of("atLeast", 2));
        rules.put("twice-" + section, twice);
        return rules;
    }

    private static Map<String, Object> rule(String field, Object test, String within) {
        return Map.of("event", "page_view", "where", Map.of(field, test), "within", within);
    }

    private static String word(String what, int section) {
        return what + "-" + Integer.toString(section + 36, Character.MAX_RADIX);
    }

    /** The same site with its {@value #VISITORS} visitors, each of whom came twice: first without a cookie, then with it. */
    Site withVisitors() throws Exception {
        List<String> given = hits(IntStream.range(0, VISITORS).mapToObj(visitor -> hit(visitor, "")));
        Site visited = new Site(tern, id, given);
        hits(IntStream.range(0, VISITORS).mapToObj(visitor -> visited.hit(visitor, given.get(visitor))));
        return visited;
    }

    private List<String> hits(Stream<Tern.Request> requests) throws Exception {
        return Tern.all(
                64,
                requests.map(request -> (Callable<String>) () -> tern.hit(request))
                        .toList());
    }

    /** One hit of every visitor, in their order, and new visitors between them. */
    List<Hit> round() {
        List<Hit> hits = new ArrayList<>();
        for (int visitor = 0; visitor < VISITORS; visitor++) {
            if (hits.size() % ONE_IN_NEW == ONE_IN_NEW - 1) {
                hits.add(new Hit(Hit.NEW, visitor % SECTIONS, hit(visitor, "")));
            }
            hits.add(new Hit(visitor, visitor % SECTIONS, hit(visitor, cookies.get(visitor))));
        }
        return hits;
    }

    /**
     * A hit.
     *
     * @param visitor the number of a known one, or {@link #NEW}
     */
    record Hit(int visitor, int section, Tern.Request request) {
        static final int NEW = -1;

        boolean isNew() {
            return visitor == NEW;
        }
    }

    /** The ID of a known visitor. */
    String visitor(int number) {
        return visitor(cookies.get(number));
    }

    /** The ID of the visitor with this cookie. */
    static String visitor(String cookie) {
        return cookie.substring(cookie.indexOf('=') + 1, cookie.indexOf('.'));
    }

    /** As a browser would report that the visitor, known by the cookie if there is one, looks at an item of its section. */
    Tern.Request hit(int visitor, String cookie) {
        int section = visitor % SECTIONS;
        SplittableRandom random = new SplittableRandom(visitor);
        String page = "https://www.shop.example/" + word("section", section) + "/" + word("item", section) + "-"
                + random.nextInt(10_000) + "?utm_source=newsletter&utm_campaign=" + word("campaign", section);
        String referrer = REFERRERS.get(random.nextInt(REFERRERS.size()));
        String query = "e=page_view&u=" + URLEncoder.encode(page, StandardCharsets.UTF_8)
                + "&r=" + URLEncoder.encode(referrer, StandardCharsets.UTF_8)
                + "&p.category=" + word("category", section)
                + "&p.brand=" + word("brand", section)
                + "&" + CONSENTS.get(random.nextInt(CONSENTS.size()));
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("User-Agent", AGENTS.get(random.nextInt(AGENTS.size())));
        headers.put("Accept", "image/avif,image/webp,image/apng,image/svg+xml,image/*,*/*;q=0.8");
        headers.put("Accept-Language", "de-DE,de;q=0.9,en-US;q=0.8,en;q=0.7");
        headers.put("Accept-Encoding", "gzip, deflate, br, zstd");
        headers.put("Referer", page);
        headers.put("Sec-Fetch-Dest", "image");
        headers.put("Sec-Fetch-Mode", "no-cors");
        headers.put("Sec-Fetch-Site", "same-site");
        String others = "_ga=GA1.1." + random.nextInt(1_000_000_000) + ".1764000000; theme=dark";
        headers.put("Cookie", cookie.isEmpty() ? others : others + "; " + cookie);
        return Tern.Request.get("/p/" + id + ".gif?" + query, headers);
    }

    /** What an ad server asks: about each visitor alone. */
    Stream<Tern.Request> lookups(String key) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Authorization", "Bearer " + key);
        headers.put("Accept", "application/json");
        return IntStream.range(0, VISITORS)
                .map(place -> (int) (place * 7_919L % VISITORS))
                .mapToObj(visitor ->
                        Tern.Request.get("/v1/sites/" + id + "/visitors/" + visitor(visitor) + "/audiences", headers));
    }

    /** And about so many at once. */
    Stream<Tern.Request> lookups(String key, int visitors) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Authorization", "Bearer " + key);
        headers.put("Accept", "application/json");
        headers.put("Content-Type", "application/json");
        return IntStream.range(0, VISITORS / visitors).mapToObj(request -> {
            List<String> asked = IntStream.range(0, visitors)
                    .mapToObj(place ->
                            "\"" + visitor((int) ((request * (long) visitors + place) * 7_919 % VISITORS)) + "\"")
                    .toList();
            String body = "{\"visitors\":[" + String.join(",", asked) + "]}";
            return new Tern.Request("POST", "/v1/sites/" + id + "/lookups", headers, body);
        });
    }

    /** A key with which ad servers ask. */
    String key() throws IOException, InterruptedException {
        Map<String, Object> asked = Map.of("name", "Ad server", "scopes", List.of("members:read"));
        return tern.post("/v1/sites/" + id + "/keys", asked).path("key").asText();
    }
}
