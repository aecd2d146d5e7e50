package dev.tern.catalog;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The only form in which an API key is kept: SHA-256 of its text, in hexadecimal. The keys are 256 random bits. */
public final class KeyHash {
    private static final HexFormat HEX = HexFormat.of();

    /** A thread's own, since to look one up takes longer than to hash a key. */
    private static final ThreadLocal<MessageDigest> SHA_256 = ThreadLocal.withInitial(KeyHash::sha256);

    private KeyHash() {}

    public static String of(String key) {
        return HEX.formatHex(SHA_256.get().digest(key.getBytes(StandardCharsets.UTF_8)));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
