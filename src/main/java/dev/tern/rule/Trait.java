package dev.tern.rule;

import static java.util.Objects.requireNonNull;

/** What some rule asks about: a condition, and what is kept of the events that meet it. Rules that ask the same share one. */
public record Trait(Condition condition, Kept kept) {
    /** What is kept of the events. */
    public sealed interface Kept {
        /** Their times, as many as are counted. */
        record Times() implements Kept {}

        /** On which days they were: the first and the last time of each. */
        record Days() implements Kept {}

        /** Their times and numbers. */
        record Numbers(Field of) implements Kept {
            public Numbers {
                requireNonNull(of, "of");
            }
        }

        /** The times that may be part of a sequence. */
        record Steps() implements Kept {}
    }

    public Trait {
        requireNonNull(condition, "condition");
        requireNonNull(kept, "kept");
    }

    /** What a count asks about. */
    public static Trait counted(Condition condition) {
        return new Trait(condition, new Kept.Times());
    }

    /** What a count of days asks about. */
    public static Trait onDays(Condition condition) {
        return new Trait(condition, new Kept.Days());
    }

    /** What a sum asks about. */
    public static Trait summed(Condition condition, Field of) {
        return new Trait(condition, new Kept.Numbers(of));
    }

    /** What a step of a sequence asks about. */
    public static Trait inSequence(Condition condition) {
        return new Trait(condition, new Kept.Steps());
    }

    /** A compact JSON text that is the same for equal traits, and differs between others: a key to store by. */
    public String canonical() {
        return Canonical.text(this);
    }

    /** What is kept of which events, in plain English. */
    public String description() {
        return Description.of(this);
    }
}
