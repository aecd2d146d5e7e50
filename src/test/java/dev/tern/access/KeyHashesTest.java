package dev.tern.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class KeyHashesTest {
    /** SHA-256 of {@code abc}, as FIPS 180-2 gives it in appendix B.1. */
    private static final String PLAIN = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    /** HMAC of those bytes, as Python's {@code hmac} makes it, under the HMAC of the purpose under the secret. */
    private static final String KEYED = "hmac-sha256:a58f1269475a9b7e19c3d40b4870046ef393e94c26b4d428ae1f3df66d70269f";

    /** In their order. */
    private record Secrets(List<String> each) implements AccessConfig {
        @Override
        public Optional<String> adminKey() {
            return Optional.empty();
        }

        @Override
        public Optional<List<String>> keySecrets() {
            return Optional.of(each);
        }

        @Override
        public int unknownKeysAMinute() {
            return 1;
        }
    }

    private static KeyHashes under(String... secrets) {
        return new KeyHashes(new Secrets(List.of(secrets)));
    }

    @Test
    void isHmacUnderASecretOfItsPurpose() {
        assertEquals(KEYED, under("a secret").of("abc"));
    }

    @Test
    void isTheSameAfterAnother() {
        KeyHashes hashes = under("a secret");
        hashes.of("another");

        assertEquals(KEYED, hashes.of("abc"));
    }

    @Test
    void isAnotherUnderAnotherSecret() {
        assertNotEquals(KEYED, under("another secret").of("abc"));
    }

    @Test
    void keepsKnowingWhatAnOlderSecretMade() {
        KeyHashes rotated = under("another secret", "a secret");

        assertNotEquals(KEYED, rotated.of("abc"));
        assertEquals(KEYED, rotated.of(rotated.digest("abc"), 1));
        assertEquals(2, rotated.count());
    }

    @Test
    void isMadeOfAHashOfBefore() {
        assertFalse(KeyHashes.isKeyed(PLAIN));

        String keyed = under("a secret").ofPlain(PLAIN);

        assertEquals(KEYED, keyed);
        assertTrue(KeyHashes.isKeyed(keyed));
    }
}
