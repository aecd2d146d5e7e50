package dev.tern.redis;

import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/**
 * What was met in Redis, or in the journal, that nobody can read, and is taken as absent. Whoever meets some counts it: once where that
 * replaces or removes it, else each time that it is read.
 */
public final class Unreadable {
    private static final String BROKEN = "broken";
    private static final String FORMAT = "format";

    /** Cut, damaged, or of another type. */
    public static final Unreadable RECORD_BROKEN = new Unreadable("record", BROKEN);

    /** Of another format, so as a rule of a newer version. */
    public static final Unreadable RECORD_FORMAT = new Unreadable("record", FORMAT);

    public static final Unreadable TOMBSTONE_BROKEN = new Unreadable("tombstone", BROKEN);

    /** A bucket, or something in it. */
    public static final Unreadable INDEX_BROKEN = new Unreadable("index", BROKEN);

    public static final Unreadable LEVEL_BROKEN = new Unreadable("level", BROKEN);

    public static final Unreadable PASS_BROKEN = new Unreadable("pass", BROKEN);

    public static final Unreadable DEFINITIONS_BROKEN = new Unreadable("definitions", BROKEN);

    public static final Unreadable DEFINITIONS_FORMAT = new Unreadable("definitions", FORMAT);

    /** Of the journal. */
    public static final Unreadable ENTRY_BROKEN = new Unreadable("entry", BROKEN);

    public static final Unreadable ENTRY_FORMAT = new Unreadable("entry", FORMAT);

    static final List<Unreadable> ALL = List.of(
            RECORD_BROKEN,
            RECORD_FORMAT,
            TOMBSTONE_BROKEN,
            INDEX_BROKEN,
            LEVEL_BROKEN,
            PASS_BROKEN,
            DEFINITIONS_BROKEN,
            DEFINITIONS_FORMAT,
            ENTRY_BROKEN,
            ENTRY_FORMAT);

    private final String kind;
    private final String reason;
    private final LongAdder met = new LongAdder();

    private Unreadable(String kind, String reason) {
        this.kind = kind;
        this.reason = reason;
    }

    String kind() {
        return kind;
    }

    String reason() {
        return reason;
    }

    /** Counts one. */
    public void count() {
        met.increment();
    }

    /** How many were met by this process. */
    public long met() {
        return met.sum();
    }
}
