package dev.tern.matching.facts;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The names and values of a query string, of each name the first. Values are decoded when they are asked for; to be used
 * again for the next query string.
 */
public final class Query {
    /** Names beyond it are missing. Finding one costs a look at each, so that no hit can buy more than it sends. */
    static final int NAMES_MAX = 256;

    private String text = "";
    private int size;
    private final int[] nameHashes = new int[NAMES_MAX];
    private final int[] nameFroms = new int[NAMES_MAX];
    private final int[] nameTos = new int[NAMES_MAX];
    private final int[] valueFroms = new int[NAMES_MAX];
    private final int[] valueTos = new int[NAMES_MAX];
    private final @Nullable String[] decodedNames = new @Nullable String[NAMES_MAX];
    private final @Nullable String[] values = new @Nullable String[NAMES_MAX];

    void read(String url, int from, int to) {
        Arrays.fill(decodedNames, 0, size, null);
        Arrays.fill(values, 0, size, null);
        text = url;
        size = 0;
        for (int at = from; at < to && size < NAMES_MAX; ) {
            int end = firstIn('&', at, to);
            readPair(at, firstIn('=', at, end), end);
            at = end + 1;
        }
    }

    private void readPair(int from, int nameTo, int to) {
        String decoded = Escapes.anyIn(text, from, nameTo) ? Escapes.decode(text, from, nameTo) : null;
        int hash = decoded == null ? hash(from, nameTo) : decoded.hashCode();
        int found = decoded == null ? find(hash, text, from, nameTo) : find(hash, decoded, 0, decoded.length());
        if (found < 0) {
            nameHashes[size] = hash;
            nameFroms[size] = from;
            nameTos[size] = nameTo;
            valueFroms[size] = Math.min(nameTo + 1, to);
            valueTos[size] = to;
            decodedNames[size] = decoded;
            size++;
        }
    }

    /** How many names there are, numbered from 0. */
    public int size() {
        return size;
    }

    /** What the map holds for a name of this query string, or null. */
    public <T> @Nullable T look(Texts<T> names, int number) {
        String decoded = decodedNames[number];
        return decoded == null
                ? names.get(nameHashes[number], text, nameFroms[number], nameTos[number])
                : names.get(decoded);
    }

    /** The decoded value, or null where it is missing or empty. */
    @Nullable
    String value(String name) {
        int number = find(name.hashCode(), name, 0, name.length());
        if (number < 0 || valueFroms[number] == valueTos[number]) {
            return null;
        }
        String value = values[number];
        if (value == null) {
            value = Escapes.decode(text, valueFroms[number], valueTos[number]);
            values[number] = value;
        }
        return value;
    }

    private int find(int hash, String name, int from, int to) {
        for (int number = 0; number < size; number++) {
            if (nameHashes[number] == hash && isName(number, name, from, to)) {
                return number;
            }
        }
        return -1;
    }

    private boolean isName(int number, String name, int from, int to) {
        String decoded = decodedNames[number];
        int length = to - from;
        return decoded == null
                ? nameTos[number] - nameFroms[number] == length
                        && text.regionMatches(nameFroms[number], name, from, length)
                : decoded.length() == length && decoded.regionMatches(0, name, from, length);
    }

    private int hash(int from, int to) {
        int hash = 0;
        for (int at = from; at < to; at++) {
            hash = 31 * hash + text.charAt(at);
        }
        return hash;
    }

    private int firstIn(char character, int from, int to) {
        int at = text.indexOf(character, from, to);
        return at < 0 ? to : at;
    }
}
