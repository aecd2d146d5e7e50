package dev.tern.privacy;

import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a visitor may have done on the page. */
enum Action {
    /** Everything erased, and nothing kept again. */
    OPT_OUT("opt-out", "You have opted out. Everything that was kept of you is erased, and nothing will be kept."),
    /** The opt-out taken back. */
    OPT_IN("opt-in", "Your opt-out is taken back."),
    /** Everything erased. */
    ERASE("erase", "Everything that was kept of you is erased, and your browser has no ID of this site any more.");

    private final String text;
    private final String done;

    Action(String text, String done) {
        this.text = text;
        this.done = done;
    }

    /** The action that is written so, or nothing. */
    static Optional<Action> parse(@Nullable String text) {
        return Arrays.stream(values())
                .filter(action -> action.text.equals(text))
                .findFirst();
    }

    /** As forms and addresses write it. */
    String text() {
        return text;
    }

    /** What the visitor is told once it is done. */
    String done() {
        return done;
    }

    /** Whether a browser is as it is afterwards: an address that somebody made up tells nothing untrue. */
    boolean isDone(Browser browser) {
        return switch (this) {
            case OPT_OUT -> browser.optedOut() && browser.visitor().isEmpty();
            case OPT_IN -> !browser.optedOut();
            case ERASE -> browser.visitor().isEmpty();
        };
    }
}
