package dev.tern.consent;

import java.util.Arrays;
import java.util.Optional;

/** What a hit without any signal of consent means on a site. */
public enum Policy {
    /** No: someone must have said yes. */
    REQUIRED("required"),
    /** Yes, until any signal says no. */
    OPT_OUT("opt-out");

    private final String text;

    Policy(String text) {
        this.text = text;
    }

    /** The policy that is written so, or nothing. */
    public static Optional<Policy> parse(String text) {
        return Arrays.stream(values())
                .filter(policy -> policy.text.equals(text))
                .findFirst();
    }

    /** As sites write it. */
    public String text() {
        return text;
    }
}
