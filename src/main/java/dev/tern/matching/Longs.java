package dev.tern.matching;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A fixed map from whole numbers. */
final class Longs<T> {
    private static final int FREE = -1;

    private final long[] numbers;
    private final List<T> things;
    private final int[] slots;

    Longs(Map<Long, T> things) {
        this.numbers = things.keySet().stream().mapToLong(Long::longValue).toArray();
        this.things = Arrays.stream(numbers).mapToObj(things::get).toList();
        this.slots = new int[Math.max(2, Integer.highestOneBit(numbers.length) * 4)];
        Arrays.fill(slots, FREE);
        for (int place = 0; place < numbers.length; place++) {
            int slot = slot(numbers[place]);
            while (slots[slot] != FREE) {
                slot = next(slot);
            }
            slots[slot] = place;
        }
    }

    boolean isEmpty() {
        return numbers.length == 0;
    }

    /** What the number stands for, or null. */
    @Nullable
    T get(long number) {
        for (int slot = slot(number); slots[slot] != FREE; slot = next(slot)) {
            if (numbers[slots[slot]] == number) {
                return things.get(slots[slot]);
            }
        }
        return null;
    }

    private int slot(long number) {
        return (int) ((number * 0x9E3779B97F4A7C15L) >>> 32) & (slots.length - 1);
    }

    private int next(int slot) {
        return (slot + 1) & (slots.length - 1);
    }
}
