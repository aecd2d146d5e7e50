package dev.tern.matching.facts;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A fixed map from texts, which can be asked about a part of a text without cutting it out. */
public final class Texts<T> {
    private static final int FREE = -1;

    private final String[] texts;
    private final List<T> things;
    private final int[] slots;

    public Texts(Map<String, T> things) {
        this.texts = things.keySet().toArray(String[]::new);
        this.things = Arrays.stream(texts).map(things::get).toList();
        this.slots = new int[Math.max(2, Integer.highestOneBit(texts.length) * 4)];
        Arrays.fill(slots, FREE);
        for (int number = 0; number < texts.length; number++) {
            int slot = slot(texts[number].hashCode());
            while (slots[slot] != FREE) {
                slot = next(slot);
            }
            slots[slot] = number;
        }
    }

    /** What the text stands for, or null. */
    public @Nullable T get(String text) {
        return get(text.hashCode(), text, 0, text.length());
    }

    /**
     * What the part of the text stands for, or null.
     *
     * @param hash of the part, as {@link String#hashCode} counts it
     */
    public @Nullable T get(int hash, String text, int from, int to) {
        for (int slot = slot(hash); slots[slot] != FREE; slot = next(slot)) {
            String candidate = texts[slots[slot]];
            if (candidate.hashCode() == hash && candidate.length() == to - from && text.startsWith(candidate, from)) {
                return things.get(slots[slot]);
            }
        }
        return null;
    }

    private int slot(int hash) {
        int spread = hash * 0x9E3779B9;
        return (spread ^ (spread >>> 16)) & (slots.length - 1);
    }

    private int next(int slot) {
        return (slot + 1) & (slots.length - 1);
    }
}
