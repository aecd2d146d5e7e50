package dev.tern.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tern.Forger;
import dev.tern.SiteId;
import dev.tern.VisitorId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class FormTokensTest {
    private static final SiteId SHOP = new SiteId("shop");
    private static final SiteId OTHER = new SiteId("other");
    private static final Optional<VisitorId> VISITOR =
            Optional.of(new VisitorId(0x0123456789ABCDEFL, 0xFEDCBA9876543210L));
    private static final Optional<VisitorId> NOBODY = Optional.empty();

    private record Config(boolean secure, Optional<List<String>> secrets) implements IdentityConfig {}

    private static FormTokens tokens(String... secrets) {
        return new FormTokens(new Config(true, Optional.of(List.of(secrets))));
    }

    @Test
    void matchesTheSiteAndTheVisitorAlone() {
        FormTokens tokens = tokens("secret");

        for (Optional<VisitorId> whose : List.of(VISITOR, NOBODY)) {
            String token = tokens.of(SHOP, whose);

            assertTrue(tokens.matches(SHOP, whose, token));
            assertFalse(tokens.matches(OTHER, whose, token));
            assertFalse(tokens.matches(SHOP, whose.isPresent() ? NOBODY : VISITOR, token));
            assertFalse(tokens.matches(SHOP, Optional.of(new VisitorId(1, 2)), token));
        }
    }

    @Test
    void isSignedByTheFirstSecretAndTakenUnderEach() {
        String before = tokens("old").of(SHOP, VISITOR);

        FormTokens rotated = tokens("new", "old");

        assertEquals(tokens("new").of(SHOP, VISITOR), rotated.of(SHOP, VISITOR));
        assertTrue(rotated.matches(SHOP, VISITOR, before));
        assertFalse(tokens("new").matches(SHOP, VISITOR, before));
    }

    /** Who knows a cookie knows no token, and the other way round. */
    @Test
    void isNoSignatureOfACookie() {
        var config = new Config(true, Optional.of(List.of("secret")));
        String cookie = new VisitorCookie(config, SHOP, Optional.empty())
                .of(VISITOR.orElseThrow())
                .header();

        String signature = cookie.substring(cookie.indexOf('.') + 1, cookie.indexOf(';'));

        assertNotEquals(signature, tokens("secret").of(SHOP, VISITOR));
        assertFalse(tokens("secret").matches(SHOP, VISITOR, signature));
    }

    @Test
    void takesNothingElse() {
        FormTokens tokens = tokens("secret");
        String token = tokens.of(SHOP, VISITOR);

        for (String sent : List.of("", token + "A", token.substring(1), token.toLowerCase(Locale.ROOT), "é")) {
            assertFalse(tokens.matches(SHOP, VISITOR, sent), sent);
        }
    }

    @Test
    @Timeout(60)
    void takesNoneOfAMillionForgedTokensButTheRightOne() {
        FormTokens tokens = tokens("secret", "older");
        String token = tokens.of(SHOP, VISITOR);
        var taken = new AtomicInteger();

        Forger.ofTexts(7, List.of(token, tokens.of(SHOP, NOBODY), tokens.of(OTHER, VISITOR)))
                .eachText(1_000_000, forged -> {
                    if (tokens.matches(SHOP, VISITOR, forged)) {
                        taken.incrementAndGet();
                        assertEquals(token, forged);
                    }
                });

        assertTrue(taken.get() > 1_000, taken + " taken");
    }
}
