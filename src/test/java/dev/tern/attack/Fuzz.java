package dev.tern.attack;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Requests that no honest client sends, to the pixel and to every operation of the contract, each made of its number alone. */
final class Fuzz {
    private static final String GIF = "/p/{site}.gif";
    private static final List<String> METHODS = List.of(
            "get",
            "PATCH",
            "TRACE",
            "CONNECT",
            "OPTIONS",
            "PRI",
            "G\u0000T",
            "",
            "A".repeat(10_000),
            "\u00ff",
            "GET\t");
    private static final List<String> VERSIONS =
            List.of("HTTP/1.0", "HTTP/0.9", "HTTP/9.9", "HTTP/2.0", "HTTP/1.1.1", "HTP/1.1", "http/1.1", "", "HTTP/");
    private static final List<String> TARGETS = List.of(
            "*",
            "/",
            "//",
            "/../../v1/sites",
            "http://attacker.example/v1/sites",
            "attacker.example:443",
            "/v1/sites#" + "x".repeat(1_000),
            "/q/swagger-ui/../../v1",
            "/v1;a=b/sites",
            "/%2e%2e/%2e%2e",
            "/" + "x".repeat(300_000),
            "/a b c");
    private static final List<String> FRAMINGS = List.of(
            "Content-Length: -1",
            "Content-Length: 99999999999999999999",
            "Content-Length: none",
            "Content-Length: 1\r\nContent-Length: 2",
            "Content-Length: 1000000",
            "Content-Length: 2000000",
            "Transfer-Encoding: chunked",
            "Transfer-Encoding: chunked\r\nContent-Length: 5",
            "Transfer-Encoding: gzip, chunked",
            "Transfer-Encoding: nonsense",
            "Transfer-Encoding : chunked",
            "Transfer-Encoding: chunked, chunked");
    private static final List<String> CHUNKS = List.of(
            "0\r\n\r\n", "ZZZ\r\nabc\r\n", "FFFFFFFFFFFFFFFF\r\nabc", "-1\r\n", "5\r\nabc\r\n0\r\n\r\n", "2\r\n[]\r\n");
    private static final List<String> BROKEN_HEADERS = List.of(
            "No colon",
            ": no name",
            "Bad Name: x",
            "X-Control: a\u0000b",
            "X-Return: a\rb",
            " folded: without a first",
            "X-Folded: a\r\n b",
            "Host: a\r\nHost: b",
            "Host: \u00ff<>",
            "\u00ff\u00fe: x",
            "X-Feed: a\nX-Forged: 1");
    private static final List<String> ODD_HEADERS = List.of(
            "Expect: 100-continue",
            "Expect: nonsense",
            "Upgrade: h2c\r\nHTTP2-Settings: AAAA",
            "Upgrade: websocket\r\nSec-WebSocket-Key: x",
            "Content-Encoding: gzip",
            "Accept-Encoding: " + "gzip,".repeat(1_000),
            "Accept: */*;q=nonsense",
            "Accept: " + "a/b,".repeat(2_000),
            "Accept-Language: " + "x".repeat(5_000),
            "Range: bytes=0-,-1,5-2",
            "X-Forwarded-For: " + "1.2.3.4,".repeat(1_000),
            "Forwarded: for=\"[::1\";by=\r\nX-Forwarded-Proto: gopher",
            "X-HTTP-Method-Override: DELETE",
            "If-Match: \"\\\"",
            "If-None-Match: W/*,\"",
            "Origin: null\r\nSec-Fetch-Site: cross-site",
            "User-Agent: ",
            "User-Agent: " + "Mozilla/5.0 (".repeat(2_000),
            "Sec-GPC: 1\r\nDNT: 1\r\nDNT: 2",
            "Referer: \u00ff://%zz" + "/a".repeat(6_000),
            "Cookie: " + "a=b; ".repeat(10_000));
    private static final List<String> MEDIA_TYPES = List.of(
            "application/json",
            "application/x-ndjson",
            "application/x-www-form-urlencoded",
            "application/jwt",
            "multipart/form-data; boundary=x",
            "text/plain;charset=nonsense",
            "/");
    private static final List<String> PARAMETERS = List.of(
            "e",
            "u",
            "r",
            "v",
            "c",
            "i",
            "t",
            "p.a",
            "p.",
            "consent",
            "gdpr",
            "gdpr_consent",
            "gpp",
            "gpp_sid",
            "us_privacy",
            "ad_storage",
            "at",
            "limit",
            "cursor",
            "from",
            "audience",
            "done");

    private final List<Victim.Operation> operations;
    private final Victim victim;

    Fuzz(Victim victim) {
        this.victim = victim;
        this.operations = victim.operations();
    }

    /** How a request is brought. */
    enum Manner {
        /** All at once. */
        WHOLE,
        /** In many pieces. */
        PIECES,
        /** All, and then the sender's side is closed. */
        HALF_CLOSED,
        /** A part, and then the connection is reset. */
        CUT
    }

    /**
     * A request.
     *
     * @param complete whether it says rightly how long it is, so that it must be answered
     * @param image whether the answer must be the pixel's
     */
    record Request(String text, Manner manner, boolean complete, boolean image) {
        /** Whether nothing but the head of an answer comes. */
        boolean isHead() {
            return text.startsWith("HEAD ");
        }
    }

    /** The request with this number. */
    Request request(long number) {
        return new Making(new SplittableRandom(number)).request();
    }

    /** One request in the making. */
    private final class Making {
        private final SplittableRandom random;
        private final List<String> headers = new ArrayList<>(List.of("Host: localhost"));
        private String method = "GET";
        private String target = "/";
        private String version = "HTTP/1.1";
        private String body = "";
        private boolean lineBroken;
        private boolean framed;
        private boolean headBroken;

        Making(SplittableRandom random) {
            this.random = random;
        }

        Request request() {
            boolean pixel = random.nextInt(3) == 0;
            if (pixel) {
                target = hostilePath(GIF);
                method = random.nextInt(20) == 0 ? "HEAD" : "GET";
                query();
            } else {
                operation(operations.get(random.nextInt(operations.size())));
            }
            for (int times = random.nextInt(3); times > 0; times--) {
                spoil();
            }
            return new Request(text(), manner(), !lineBroken && !framed && !headBroken, pixel && !lineBroken);
        }

        private void operation(Victim.Operation operation) {
            method = operation.method();
            target = operation.path().equals("/v1/sites/{site}") && method.equals("DELETE")
                    ? "/v1/sites/nowhere"
                    : hostilePath(operation.path());
            authorization();
            if (random.nextBoolean()) {
                query();
            }
            if (!operation.example().isEmpty()) {
                headers.add("Content-Type: "
                        + (random.nextInt(4) == 0 ? Bad.pick(random, MEDIA_TYPES) : operation.mediaType()));
                body = random.nextInt(8) == 0 ? operation.example() : Bad.json(random, operation.example());
            }
        }

        private String hostilePath(String template) {
            boolean mayDelete = method.equals("DELETE");
            return template.replace("{site}", or(victim.site()))
                    .replace("{audience}", or(mayDelete ? "gone" : victim.audience()))
                    .replace("{visitor}", or(Victim.VISITOR))
                    .replace("{key}", or("0"));
        }

        private String or(String honest) {
            return random.nextInt(4) == 0 ? Bad.text(random).replace("?", "%3f") : honest;
        }

        private void query() {
            List<String> pairs = new ArrayList<>();
            for (int times = random.nextInt(6); times > 0; times--) {
                pairs.add(Bad.pick(random, PARAMETERS) + "=" + Bad.text(random));
            }
            target += "?" + String.join("&", pairs);
        }

        private void authorization() {
            switch (random.nextInt(8)) {
                case 0 -> {}
                case 1 -> headers.add("Authorization: " + Bad.text(random));
                case 2 -> headers.add("Authorization: Bearer " + Bad.text(random));
                default -> headers.add("Authorization: Bearer " + victim.key());
            }
            if (random.nextInt(4) == 0) {
                headers.add("Cookie: " + (random.nextBoolean() ? victim.cookie() : "tern-" + Bad.text(random)));
            }
        }

        private void spoil() {
            switch (random.nextInt(12)) {
                case 0 -> {
                    method = Bad.pick(random, METHODS);
                    lineBroken = true;
                }
                case 1 -> {
                    version = Bad.pick(random, VERSIONS);
                    lineBroken |= !version.matches("HTTP/\\d\\.\\d");
                }
                case 2 -> {
                    target = Bad.pick(random, TARGETS);
                    lineBroken = true;
                }
                case 3 -> {
                    headers.add(Bad.pick(random, FRAMINGS));
                    body += Bad.pick(random, CHUNKS);
                    framed = true;
                }
                case 4 -> {
                    headers.add(random.nextInt(headers.size() + 1), Bad.pick(random, BROKEN_HEADERS));
                    headBroken = true;
                }
                case 5 -> {
                    headers.add("X-Bomb: " + "x".repeat(300_000));
                    headBroken = true;
                }
                case 6 -> {
                    for (int i = 0; i < 2_000; i++) {
                        headers.add("X-Many-" + i + ": " + i);
                    }
                }
                case 7 -> headers.add("X-Long: " + "x".repeat(100_000));
                default -> headers.add(Bad.pick(random, ODD_HEADERS));
            }
        }

        private Manner manner() {
            return switch (random.nextInt(10)) {
                case 0, 1 -> Manner.PIECES;
                case 2 -> Manner.HALF_CLOSED;
                case 3 -> Manner.CUT;
                default -> Manner.WHOLE;
            };
        }

        private String text() {
            if (!framed && !body.isEmpty()) {
                headers.add("Content-Length: " + body.length());
            }
            headers.add("Connection: close");
            return method + " " + target + " " + version + "\r\n" + String.join("\r\n", headers) + "\r\n\r\n" + body;
        }
    }

    /** The request in pieces of a few bytes, of a few thousand where it is long. */
    static List<byte[]> pieces(byte[] bytes) {
        int size = Math.max(7, bytes.length / 20);
        List<byte[]> pieces = new ArrayList<>();
        for (int from = 0; from < bytes.length; from += size) {
            pieces.add(Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + size)));
        }
        return pieces;
    }
}
