package dev.tern.json;

/** Why an input can't be taken: the place in it, as a JSON pointer (RFC 6901), and what would be right there. */
public final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String pointer;
    private final String reason;

    /**
     * @param pointer empty for the whole document
     * @param reason what would be right there, with the bound
     */
    public Refusal(String pointer, String reason) {
        super(text(pointer, reason), null, false, false);
        this.pointer = pointer;
        this.reason = reason;
    }

    private static String text(String pointer, String reason) {
        return pointer.isEmpty() ? reason : pointer + ": " + reason;
    }

    /** The place and the reason in one line. */
    public String text() {
        return text(pointer, reason);
    }

    public String pointer() {
        return pointer;
    }

    public String reason() {
        return reason;
    }
}
