package dev.tern.access;

import dev.tern.identity.Signature;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;

/**
 * The only form in which API keys are kept: HMAC-SHA256 (RFC 2104), under a secret of the deployment, of the SHA-256 of their text. So
 * whoever can write where hashes are published can't make a key of their own, and whoever reads them can't hold a key against them.
 */
@Singleton
public final class KeyHashes {
    private static final String FORM = "hmac-sha256:";
    private static final String PURPOSE = "tern api keys";
    private static final HexFormat HEX = HexFormat.of();

    /** By each secret, in their order. */
    private final List<Signature> signatures;

    private final ThreadLocal<MessageDigest> sha256 = ThreadLocal.withInitial(KeyHashes::newSha256);

    KeyHashes(AccessConfig config) {
        this.signatures = config.keySecrets().orElse(List.of()).stream()
                .map(secret -> new Signature(secret, PURPOSE))
                .toList();
    }

    /** How many hashes a key may have been kept by: one a secret. */
    int count() {
        return signatures.size();
    }

    /** The hash by which a key is kept from now on. */
    public String of(String key) {
        return of(digest(key), 0);
    }

    /** The SHA-256 of a key's text. */
    byte[] digest(String key) {
        return sha256.get().digest(key.getBytes(StandardCharsets.UTF_8));
    }

    /** The hash of a key under one of the secrets, by its SHA-256. */
    String of(byte[] digest, int secret) {
        return FORM + HEX.formatHex(signatures.get(secret).whole(digest));
    }

    /** The same hash as {@link #of(String)} gives, made from one that was kept before there were secrets: the SHA-256 in hexadecimal. */
    public String ofPlain(String plain) {
        return of(HEX.parseHex(plain), 0);
    }

    /** Whether it is no hash of before. */
    public static boolean isKeyed(String hash) {
        return hash.startsWith(FORM);
    }

    private static MessageDigest newSha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
