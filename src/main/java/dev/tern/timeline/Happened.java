package dev.tern.timeline;

import java.util.List;
import java.util.stream.LongStream;

/**
 * An event as histories know it.
 *
 * @param timeMillis when, in milliseconds since 1970 UTC
 * @param tag tells events of the same millisecond apart: a hash of what else makes them distinct, 0 for nothing
 * @param micros its number in millionths, where the trait is about one; 0 otherwise
 */
public record Happened(long timeMillis, int tag, long micros) {
    public Happened {
        if (timeMillis < -State.TIME_MAX || timeMillis > State.TIME_MAX) {
            throw new IllegalArgumentException("a time within " + State.TIME_MAX + " ms of 1970");
        }
    }

    /** Events of which nothing but the times is known. */
    static List<Happened> at(LongStream times) {
        return times.mapToObj(time -> new Happened(time, 0, 0)).toList();
    }
}
