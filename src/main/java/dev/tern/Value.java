package dev.tern;

/** A value that an event carries, or that a rule compares with. */
public sealed interface Value {
    /** A text. */
    record Text(String text) implements Value {}

    /** A number. */
    record Num(Decimal number) implements Value {}

    /** True or false. */
    record Flag(boolean flag) implements Value {}

    /** What a query string says: it counts as the text, and as the number or the flag that the text writes. */
    record Untyped(String text) implements Value {}
}
