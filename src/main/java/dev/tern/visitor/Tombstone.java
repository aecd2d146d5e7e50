package dev.tern.visitor;

import java.util.Arrays;
import java.util.Optional;

/** Why a visitor is gone, and stays so. */
public enum Tombstone {
    /** Somebody, or the visitor, had everything erased. */
    ERASED("erased", (byte) 'e'),
    /** The visitor took the consent back. */
    WITHDRAWN("withdrawn", (byte) 'w');

    private final String reason;
    private final byte code;

    Tombstone(String reason, byte code) {
        this.reason = reason;
        this.code = code;
    }

    /** Why events of the visitor are refused, as answers and metrics write it. */
    public String reason() {
        return reason;
    }

    /** As Redis and the journal hold it. */
    public byte code() {
        return code;
    }

    /** The same as a text, of one letter. */
    public String letter() {
        return String.valueOf((char) code);
    }

    /** What the code stands for, or nothing. */
    public static Optional<Tombstone> of(byte code) {
        return Arrays.stream(values()).filter(kind -> kind.code == code).findFirst();
    }
}
