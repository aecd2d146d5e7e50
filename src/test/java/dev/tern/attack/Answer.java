package dev.tern.attack;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What came back on a connection, in ISO 8859-1, and what is wrong with it. */
record Answer(String text) {
    private static final String GIF = "GIF89a";
    private static final Set<Integer> REFUSED = Set.of(400, 431);
    private static final Pattern STATUS = Pattern.compile("\\AHTTP/\\d\\.\\d (\\d{3}) ");
    private static final Pattern FAILURE = Pattern.compile("^HTTP/\\d\\.\\d 5\\d\\d ", Pattern.MULTILINE);
    private static final Pattern ANNOUNCED = Pattern.compile(
            "\\AHTTP/\\d\\.\\d 503 .*^retry-after: \\d+\\r$.*",
            Pattern.MULTILINE | Pattern.DOTALL | Pattern.CASE_INSENSITIVE);
    private static final Pattern INSIDES = Pattern.compile(
            "Exception|\\bat (?:dev\\.tern|io\\.quarkus|io\\.vertx|java)\\.|dev\\.tern\\.[a-z]+\\.[A-Z]");

    private static final String GOES_ON = "HTTP/1.1 100 Continue\r\n\r\n";

    Answer {
        text = text.startsWith(GOES_ON) ? text.substring(GOES_ON.length()) : text;
    }

    /** Of the answer, or 0 where there was none. */
    int status() {
        Matcher status = STATUS.matcher(text);
        return status.find() ? Integer.parseInt(status.group(1)) : 0;
    }

    /** Up to the end of its headers. */
    String head() {
        int end = text.indexOf("\r\n\r\n");
        return end < 0 ? text : text.substring(0, end + 2);
    }

    private boolean has(String header) {
        return head().toLowerCase(Locale.ROOT).contains("\r\n" + header.toLowerCase(Locale.ROOT));
    }

    /** What is wrong with it as an answer to this request. */
    List<String> faults(Fuzz.Request request) {
        List<String> faults = new ArrayList<>();
        boolean heard = request.manner() == Fuzz.Manner.WHOLE || request.manner() == Fuzz.Manner.PIECES;
        if (heard && request.complete() && status() == 0) {
            faults.add("no answer");
        }
        if (heard && request.image() && !isImage(request)) {
            faults.add("no image");
        }
        if (FAILURE.matcher(text).find() && !ANNOUNCED.matcher(text).matches()) {
            faults.add("a failure");
        }
        if (INSIDES.matcher(text).find()) {
            faults.add("insides");
        }
        if (has("X-Forged:")) {
            faults.add("a forged header");
        }
        if (has("Content-Type:") && !has("X-Content-Type-Options: nosniff")) {
            faults.add("sniffed");
        }
        if (has("Content-Type: text/html") && !isGuarded()) {
            faults.add("an unguarded page");
        }
        return faults;
    }

    private boolean isImage(Fuzz.Request request) {
        return (status() == 200 || (!request.complete() && REFUSED.contains(status())))
                && has("Content-Type: image/gif")
                && has("Cache-Control: no-store")
                && (request.isHead() || text.contains(GIF));
    }

    private boolean isGuarded() {
        return has("Content-Security-Policy:")
                && !head().contains("unsafe-inline")
                && has("X-Frame-Options: DENY")
                && has("Referrer-Policy:");
    }
}
