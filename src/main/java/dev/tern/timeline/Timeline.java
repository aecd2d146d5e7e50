package dev.tern.timeline;

import java.util.Arrays;

/**
 * The instants at which something is true: disjoint half-open intervals {@code [from, until)} of milliseconds since 1970 UTC, in
 * order, no two of them touching, so that equal sets are equal timelines. Immutable.
 */
public final class Timeline {
    /** As a {@code from}: it has always been true. */
    public static final long NO_BEGINNING = Long.MIN_VALUE;

    /** As an {@code until}: it stays true. */
    public static final long NO_END = Long.MAX_VALUE;

    /** True at no instant. */
    public static final Timeline NEVER = new Timeline(new long[0]);

    /** True at every instant. */
    public static final Timeline ALWAYS = new Timeline(new long[] {NO_BEGINNING, NO_END});

    /**
     * The instants at which the truth changes, strictly ascending: from false to true at the even places, back at the odd ones. So
     * the number of edges passed is odd exactly where it is true.
     */
    private final long[] edges;

    private Timeline(long[] edges) {
        this.edges = edges;
    }

    private static Timeline of(long[] edges, int size) {
        if (size == 0) {
            return NEVER;
        }
        return new Timeline(size == edges.length ? edges : Arrays.copyOf(edges, size));
    }

    /** True in {@code [from, until)} only; at no instant where that is empty. */
    public static Timeline of(long from, long until) {
        return from < until ? new Timeline(new long[] {from, until}) : NEVER;
    }

    /**
     * True between each edge at an even place and the one after it.
     *
     * @throws IllegalArgumentException if they are odd in number or not strictly ascending
     */
    public static Timeline ofEdges(long... edges) {
        if (edges.length % 2 != 0) {
            throw new IllegalArgumentException("an even number of edges");
        }
        for (int i = 1; i < edges.length; i++) {
            if (edges[i - 1] >= edges[i]) {
                throw new IllegalArgumentException("edges in strictly ascending order");
            }
        }
        return of(edges.clone(), edges.length);
    }

    /** Takes the edges as they are: even in number and strictly ascending. */
    static Timeline owning(long[] edges) {
        return of(edges, edges.length);
    }

    /**
     * The instants t for which {@code (t - windowMillis, t]} holds so many of the times.
     *
     * @param count 1 or more
     * @param times ascending, each as often as it counts
     */
    static Timeline whereAtLeast(int count, long[] times, long windowMillis) {
        if (times.length < count) {
            return NEVER;
        }
        long[] edges = new long[2 * (times.length - count + 1)];
        int size = 0;
        for (int first = 0; first + count <= times.length; first++) {
            size = append(edges, size, times[first + count - 1], later(times[first], windowMillis));
        }
        return of(edges, size);
    }

    /**
     * The instants in so many of the intervals.
     *
     * @param count 1 or more
     * @param from where each begins, ascending
     * @param until where each has ended, ascending
     */
    static Timeline whereAtLeast(int count, long[] from, long[] until) {
        long[] edges = new long[2 * from.length];
        int size = 0;
        int begun = 0;
        int ended = 0;
        while (ended < until.length) {
            long t = begun < from.length ? Math.min(from[begun], until[ended]) : until[ended];
            while (begun < from.length && from[begun] == t) {
                begun++;
            }
            while (ended < until.length && until[ended] == t) {
                ended++;
            }
            if (begun - ended >= count != isOdd(size)) {
                edges[size++] = t;
            }
        }
        return of(edges, size);
    }

    /** Whether it is true at no instant. */
    public boolean isEmpty() {
        return edges.length == 0;
    }

    private boolean isAlways() {
        return edges.length == 2 && edges[0] == NO_BEGINNING && edges[1] == NO_END;
    }

    /** How many intervals it has. */
    public int size() {
        return edges.length / 2;
    }

    /** Where an interval begins, {@link #NO_BEGINNING} for nowhere. */
    public long from(int interval) {
        return edges[2 * interval];
    }

    /** Where an interval has ended, {@link #NO_END} for never. */
    public long until(int interval) {
        return edges[2 * interval + 1];
    }

    /** Where the last interval has ended: {@link #NO_BEGINNING} if there is none, {@link #NO_END} if it never does. */
    public long end() {
        return edges.length == 0 ? NO_BEGINNING : edges[edges.length - 1];
    }

    /** Whether it is true at this instant. */
    public boolean contains(long instant) {
        return isOdd(passed(instant));
    }

    /** The number of the interval that holds this instant, or -1. */
    public int at(long instant) {
        int passed = passed(instant);
        return isOdd(passed) ? passed / 2 : -1;
    }

    /** The first instant after this one at which its truth changes, {@link #NO_END} for never. */
    public long changeAfter(long instant) {
        int passed = passed(instant);
        return passed == edges.length ? NO_END : edges[passed];
    }

    /** Whether it is true all through {@code [from, until)}, which is not empty. */
    public boolean contains(long from, long until) {
        int passed = passed(from);
        return isOdd(passed) && until <= edges[passed];
    }

    /** True where both are. */
    public Timeline intersect(Timeline other) {
        if (isEmpty() || other.isEmpty()) {
            return NEVER;
        }
        if (isAlways()) {
            return other;
        }
        return merge(other, 2);
    }

    /** True where at least one is. */
    public Timeline unite(Timeline other) {
        if (isEmpty() || other.isEmpty()) {
            return isEmpty() ? other : this;
        }
        return merge(other, 1);
    }

    /** True where this is not. */
    public Timeline complement() {
        int begin = !isEmpty() && edges[0] == NO_BEGINNING ? 1 : 0;
        int end = end() == NO_END ? edges.length - 1 : edges.length;
        long[] flipped = new long[edges.length + 2 - 2 * begin - 2 * (edges.length - end)];
        if (begin == 0) {
            flipped[0] = NO_BEGINNING;
        }
        System.arraycopy(edges, begin, flipped, 1 - begin, end - begin);
        if (end == edges.length) {
            flipped[flipped.length - 1] = NO_END;
        }
        return of(flipped, flipped.length);
    }

    /** Each interval ends so much later, 0 or more; those that then meet are one. */
    public Timeline extend(long millis) {
        if (millis == 0 || isEmpty()) {
            return this;
        }
        long[] extended = new long[edges.length];
        int size = 0;
        for (int i = 0; i < edges.length; i += 2) {
            size = append(extended, size, edges[i], later(edges[i + 1], millis));
        }
        return of(extended, size);
    }

    /** What it says of this instant and later; false before. */
    public Timeline since(long instant) {
        return intersect(of(instant, NO_END));
    }

    /** What it says of the time before this instant; false from then on. */
    public Timeline before(long instant) {
        return intersect(of(NO_BEGINNING, instant));
    }

    /** The intervals that have not ended by this instant, each of them whole. */
    Timeline endingAfter(long instant) {
        int ended = 0;
        while (ended < edges.length && edges[ended + 1] <= instant) {
            ended += 2;
        }
        return ended == 0 ? this : of(Arrays.copyOfRange(edges, ended, edges.length), edges.length - ended);
    }

    /** That much later; no beginning and no end stay what they are, and what would pass the end of time has no end. */
    static long later(long instant, long millis) {
        if (instant == NO_BEGINNING || instant == NO_END) {
            return instant;
        }
        long sum = instant + millis;
        return sum < instant ? NO_END : sum;
    }

    /** Both read from left to right: true where at least so many of the two are. */
    private Timeline merge(Timeline other, int enough) {
        long[] a = edges;
        long[] b = other.edges;
        long[] merged = new long[a.length + b.length];
        int size = 0;
        int i = 0;
        int j = 0;
        while (i < a.length || j < b.length) {
            long edge = j == b.length || (i < a.length && a[i] < b[j]) ? a[i] : b[j];
            if (i < a.length && a[i] == edge) {
                i++;
            }
            if (j < b.length && b[j] == edge) {
                j++;
            }
            boolean inside = (i & 1) + (j & 1) >= enough;
            if (inside != isOdd(size)) {
                merged[size++] = edge;
            }
        }
        return of(merged, size);
    }

    /** Adds an interval that neither begins nor ends before the last one does; gives the new number of edges. */
    private static int append(long[] edges, int size, long from, long until) {
        if (from >= until) {
            return size;
        }
        if (size > 0 && from <= edges[size - 1]) {
            edges[size - 1] = until;
            return size;
        }
        edges[size] = from;
        edges[size + 1] = until;
        return size + 2;
    }

    /** How many edges lie at this instant or before it. */
    private int passed(long instant) {
        int low = 0;
        int high = edges.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (edges[middle] <= instant) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private static boolean isOdd(int number) {
        return (number & 1) == 1;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Timeline timeline && Arrays.equals(edges, timeline.edges);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(edges);
    }

    /** {@code [1, 5) [7, ∞)}. */
    @Override
    public String toString() {
        var text = new StringBuilder();
        for (int i = 0; i < size(); i++) {
            text.append(i == 0 ? "[" : " [")
                    .append(from(i) == NO_BEGINNING ? "-∞" : Long.toString(from(i)))
                    .append(", ")
                    .append(until(i) == NO_END ? "∞" : Long.toString(until(i)))
                    .append(')');
        }
        return text.isEmpty() ? "never" : text.toString();
    }
}
