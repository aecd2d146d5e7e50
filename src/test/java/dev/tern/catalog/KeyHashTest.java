package dev.tern.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class KeyHashTest {
    /** As FIPS 180-2 gives it, in appendix B.1. */
    private static final String OF_ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    @Test
    void isSha256InHexadecimal() {
        assertEquals(OF_ABC, KeyHash.of("abc"));
    }

    @Test
    void isTheSameAfterAnother() {
        KeyHash.of("another");

        assertEquals(OF_ABC, KeyHash.of("abc"));
    }
}
