package dev.tern.matching;

import dev.tern.matching.checks.CompiledCondition;
import dev.tern.matching.facts.Facts;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * Conditions by the range that a number must be in. A number finds those around it, whether they are open to one side or
 * not, in the logarithm of their number.
 *
 * <p>A segment tree. The ends of all ranges cut the numbers into gaps, and a binary search finds the gap of a number. Over
 * the gaps stands a binary tree; each range lies at the fewest nodes that together cover it, 2 on a level at most. The
 * ranges around a number are those on the way from its gap to the root.
 */
final class Ranges {
    /** Where a gap begins, but for the first. */
    private final long[] ends;

    /** Node 1 is the root, the children of n are 2n and 2n + 1, the gaps are the last nodes. */
    private final CompiledCondition[][] nodes;

    private final int gaps;

    Ranges(Map<Key.Range, CompiledCondition[]> ranges) {
        this.ends = ranges.keySet().stream()
                .flatMapToLong(range -> LongStream.of(range.fromMicros(), range.toMicros() + 1))
                .sorted()
                .distinct()
                .toArray();
        this.gaps = ends.length + 1;
        List<List<CompiledCondition>> lists = Stream.generate(
                        () -> (List<CompiledCondition>) new ArrayList<CompiledCondition>())
                .limit(2L * gaps)
                .toList();
        ranges.forEach((range, conditions) -> {
            int to = gap(range.toMicros() + 1) + gaps;
            for (int from = gap(range.fromMicros()) + gaps; from < to; from /= 2) {
                if (from % 2 == 1) {
                    lists.get(from++).addAll(Arrays.asList(conditions));
                }
                if (to % 2 == 1) {
                    lists.get(--to).addAll(Arrays.asList(conditions));
                }
                to /= 2;
            }
        });
        this.nodes = lists.stream()
                .map(list -> list.toArray(CompiledCondition[]::new))
                .toArray(CompiledCondition[][]::new);
    }

    boolean isEmpty() {
        return ends.length == 0;
    }

    /** Offers the conditions of each range that the number is in. */
    void offer(long micros, Facts facts, Found found) {
        for (int node = gap(micros) + gaps; node > 0; node /= 2) {
            found.offer(nodes[node], facts);
        }
    }

    private int gap(long micros) {
        int place = Arrays.binarySearch(ends, micros);
        return place < 0 ? -place - 1 : place + 1;
    }
}
