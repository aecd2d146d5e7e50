package dev.tern.rule;

import dev.tern.json.Json;

/**
 * How large a rule may be. Lengths are in characters.
 *
 * <p>{@link Json#DEPTH_MAX} leaves room for the deepest: the body, 2 levels for each of {@link #DEPTH_MAX} rules, and 2
 * for {@code where} and each of the {@link #WHERE_DEPTH_MAX} groups in it, make 43.
 */
public final class Limits {
    /** An audience's name. */
    public static final int NAME_CHARS_MAX = 200;

    /** Rules within each other. */
    public static final int DEPTH_MAX = 16;

    /** Rules, event names, tests and compared values of one definition, in all. */
    public static final int TERMS_MAX = 1_000;

    /** Rules in one {@code all} or {@code any}. */
    public static final int RULES_MAX = 100;

    /** Names in one {@code event}. */
    public static final int EVENT_NAMES_MAX = 100;

    /** {@code anyOf} and {@code noneOf} within each other. */
    public static final int WHERE_DEPTH_MAX = 4;

    /** Objects in one {@code anyOf} or {@code noneOf}. */
    public static final int WHERES_MAX = 100;

    /** Values in one {@code is}. */
    public static final int VALUES_MAX = 500;

    /** The name of a query value, a utm value or a property. */
    public static final int FIELD_NAME_CHARS_MAX = 100;

    /** A text that a field is compared with. */
    public static final int TEXT_CHARS_MAX = 2_000;

    /** A {@code like}, and a {@code matches}. */
    public static final int PATTERN_CHARS_MAX = 255;

    /** The instructions that a {@code matches} compiles to: each may cost a step for each character of the field. */
    public static final int PATTERN_PROGRAM_MAX = 500;

    /** A bound of {@code times}. */
    public static final int TIMES_MAX = 500;

    /** A bound of {@code days}: so many days has the longest window. */
    public static final int DAYS_MAX = 540;

    /** Steps in one {@code sequence}. */
    public static final int STEPS_MAX = 10;

    /** Audiences that name others within each other. */
    public static final int REFERENCE_DEPTH_MAX = 8;

    /** Rules of one definition and of those that it names, each as often as it is named, in all. */
    public static final int RULES_IN_ALL_MAX = 1_000;

    private Limits() {}
}
