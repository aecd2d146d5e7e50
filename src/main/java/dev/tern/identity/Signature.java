package dev.tern.identity;

import dev.tern.VisitorId;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs the visitor IDs of one site with one secret: the first 16 bytes of HMAC-SHA256 (RFC 2104) under a key that is
 * itself derived from the secret and the site, so that the cookie of one site is a stranger's on another.
 */
final class Signature {
    static final int BYTES = 16;

    private static final String ALGORITHM = "HmacSHA256";
    private static final ThreadLocal<Mac> MACS = ThreadLocal.withInitial(Signature::mac);

    private final SecretKeySpec key;

    Signature(String secret, String site) {
        byte[] master = secret.getBytes(StandardCharsets.UTF_8);
        byte[] purpose = ("tern cookie of " + site).getBytes(StandardCharsets.UTF_8);
        this.key = new SecretKeySpec(sign(new SecretKeySpec(master, ALGORITHM), purpose), ALGORITHM);
    }

    byte[] of(VisitorId visitor) {
        return Arrays.copyOf(sign(key, visitor.bytes()), BYTES);
    }

    /** In constant time. */
    boolean matches(VisitorId visitor, byte[] signature) {
        return MessageDigest.isEqual(of(visitor), signature);
    }

    private static byte[] sign(SecretKeySpec key, byte[] text) {
        try {
            Mac mac = MACS.get();
            mac.init(key);
            return mac.doFinal(text);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("An HMAC key of any length is right", e);
        }
    }

    private static Mac mac() {
        try {
            return Mac.getInstance(ALGORITHM);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java platform has HMAC-SHA256", e);
        }
    }
}
