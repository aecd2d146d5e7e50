package dev.tern.identity;

import dev.tern.VisitorId;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs the visitor IDs of one site, or other bytes, with one secret, for one purpose: the first 16 bytes of HMAC-SHA256 (RFC 2104) under a key that
 * is itself derived from the secret, the purpose and the site, so that the cookie of one site is a stranger's on another.
 */
public final class Signature {
    static final int BYTES = 16;

    private static final String ALGORITHM = "HmacSHA256";

    /** Each ready to sign: the key's own part of the work is done once a thread. */
    private final ThreadLocal<Mac> macs;

    /** @param purpose names the site too */
    public Signature(String secret, String purpose) {
        byte[] master = secret.getBytes(StandardCharsets.UTF_8);
        byte[] key = mac(master).doFinal(purpose.getBytes(StandardCharsets.UTF_8));
        this.macs = ThreadLocal.withInitial(() -> mac(key));
    }

    byte[] of(VisitorId visitor) {
        return of(visitor.bytes());
    }

    byte[] of(byte[] message) {
        return Arrays.copyOf(whole(message), BYTES);
    }

    /** All 32 bytes of the HMAC. */
    public byte[] whole(byte[] message) {
        return macs.get().doFinal(message);
    }

    /** In constant time. */
    boolean matches(VisitorId visitor, byte[] signature) {
        return matches(visitor.bytes(), signature);
    }

    /** In constant time. */
    boolean matches(byte[] message, byte[] signature) {
        return MessageDigest.isEqual(of(message), signature);
    }

    private static Mac mac(byte[] key) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java platform has HMAC-SHA256, and a key of any length is right", e);
        }
    }
}
