package dev.tern.consent;

import java.util.ArrayList;
import java.util.List;

/** The signals of consent that one hit brings: each value that was sent, under the signal's name. */
public final class Signals {
    private final List<Sent> sent = new ArrayList<>(2);

    record Sent(Signal signal, String value) {}

    /** Adds a value; an empty one is absent. */
    public void add(Signal signal, String value) {
        if (!value.isEmpty()) {
            sent.add(new Sent(signal, value));
        }
    }

    List<Sent> sent() {
        return sent;
    }
}
