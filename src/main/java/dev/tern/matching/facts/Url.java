package dev.tern.matching.facts;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Where the parts of a URL lie, by RFC 3986 but lenient: every text has parts, relative ones such as {@code /cart?x=1}
 * and {@code //shop.example/cart} too. Taken apart when first asked for a part, in one pass; to be used again for the next URL.
 */
final class Url {
    private String text = "";
    private boolean read;
    private int hostFrom;
    private int hostTo;
    private int pathFrom;
    private int pathTo;
    private int queryTo;
    private @Nullable String host;
    private @Nullable String path;

    /** From now on this URL; an empty one is none. */
    void about(@Nullable String url) {
        text = url == null ? "" : url;
        read = false;
    }

    /** The whole, or null where there is none. */
    @Nullable
    String text() {
        return text.isEmpty() ? null : text;
    }

    /** In lower case, without user and port, or null where there is none. */
    @Nullable
    String host() {
        read();
        if (host == null && hostFrom < hostTo) {
            host = text.substring(hostFrom, hostTo).toLowerCase(Locale.ROOT);
        }
        return host;
    }

    /** As sent, {@code /} where the URL has none; null where there is no URL. */
    @Nullable
    String path() {
        read();
        if (path == null && !text.isEmpty()) {
            path = pathFrom == pathTo ? "/" : text.substring(pathFrom, pathTo);
        }
        return path;
    }

    /** Makes the query the one that follows the {@code ?}. */
    void readQuery(Query query) {
        read();
        query.read(text, Math.min(pathTo + 1, queryTo), queryTo);
    }

    private void read() {
        if (read) {
            return;
        }
        read = true;
        host = null;
        path = null;
        queryTo = firstIn('#', 0, text.length());
        pathTo = firstIn('?', 0, queryTo);
        int afterScheme = afterScheme();
        if (text.startsWith("//", afterScheme)) {
            pathFrom = firstIn('/', afterScheme + 2, pathTo);
            readAuthority(afterScheme + 2, pathFrom);
        } else {
            pathFrom = afterScheme;
            hostFrom = 0;
            hostTo = 0;
        }
    }

    private int afterScheme() {
        for (int at = 0; at < pathTo; at++) {
            char character = text.charAt(at);
            if (character == ':' && at > 0) {
                return at + 1;
            }
            if (!isLetter(character) && (at == 0 || !isOtherOfScheme(character))) {
                return 0;
            }
        }
        return 0;
    }

    private static boolean isLetter(char character) {
        return ('a' <= character && character <= 'z') || ('A' <= character && character <= 'Z');
    }

    private static boolean isOtherOfScheme(char character) {
        return ('0' <= character && character <= '9') || character == '+' || character == '-' || character == '.';
    }

    private void readAuthority(int from, int to) {
        hostFrom = Math.max(from, text.lastIndexOf('@', to - 1) + 1);
        hostTo = to;
        int bracket = hostFrom < to && text.charAt(hostFrom) == '[' ? firstIn(']', hostFrom, to) : hostFrom;
        int colon = text.lastIndexOf(':', to - 1);
        if (colon >= bracket) {
            hostTo = colon;
        }
    }

    private int firstIn(char character, int from, int to) {
        int at = text.indexOf(character, from, to);
        return at < 0 ? to : at;
    }
}
