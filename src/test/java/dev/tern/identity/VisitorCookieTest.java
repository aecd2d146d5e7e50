package dev.tern.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tern.Forger;
import dev.tern.SiteId;
import dev.tern.VisitorId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class VisitorCookieTest {
    private static final SiteId SHOP = new SiteId("shop");
    private static final VisitorId VISITOR = new VisitorId(0x0123456789ABCDEFL, 0xFEDCBA9876543210L);

    private record Config(boolean secure, Optional<List<String>> secrets) implements IdentityConfig {
        static Config of(boolean secure, String... secrets) {
            return new Config(secure, Optional.of(List.of(secrets)));
        }
    }

    private static VisitorCookie cookie(SiteId site, String... secrets) {
        return new VisitorCookie(Config.of(true, secrets), site, Optional.empty());
    }

    private static String sent(String setCookie) {
        return setCookie.substring(0, setCookie.indexOf(';'));
    }

    private static Optional<VisitorId> read(VisitorCookie cookie, String header) {
        return cookie.read(header).map(VisitorCookie.Held::visitor);
    }

    @Test
    void isBoundToOneHostWithoutACookieDomain() {
        String header = cookie(SHOP, "secret").of(VISITOR).header();

        assertTrue(header.startsWith("__Host-tern-shop=" + VISITOR.text() + "."), header);
        assertTrue(header.endsWith("; Path=/; Max-Age=34560000; HttpOnly; SameSite=Lax; Secure"), header);
    }

    @Test
    void isSharedBySubdomainsWithACookieDomain() {
        var cookie = new VisitorCookie(Config.of(true, "secret"), SHOP, Optional.of("shop.example"));

        String header = cookie.of(VISITOR).header();

        assertTrue(header.startsWith("__Secure-tern-shop="), header);
        assertTrue(header.endsWith("; Secure; Domain=shop.example"), header);
    }

    @Test
    void optsOutAsLongAndAsWideAsTheCookieGoes() {
        var cookie = new VisitorCookie(Config.of(true, "secret"), SHOP, Optional.of("shop.example"));
        String scope = "; HttpOnly; SameSite=Lax; Secure; Domain=shop.example";

        assertEquals("__Secure-tern-optout-shop=1; Path=/; Max-Age=34560000" + scope, cookie.optedOut());
        assertEquals("__Secure-tern-optout-shop=; Path=/; Max-Age=0" + scope, cookie.optedIn());
        assertTrue(cookie.isOptedOut(sent(cookie.optedOut())));
    }

    @Test
    void travelsOverPlainHttpInDevelopment() {
        var cookie = new VisitorCookie(Config.of(false, "secret"), SHOP, Optional.empty());

        String header = cookie.of(VISITOR).header();

        assertTrue(header.startsWith("tern-shop="), header);
        assertTrue(header.endsWith("; SameSite=Lax"), header);
    }

    @Test
    void knowsTheVisitorAgainAmongOtherCookies() {
        VisitorCookie cookie = cookie(SHOP, "secret");
        String mine = sent(cookie.of(VISITOR).header());

        assertEquals(Optional.of(VISITOR), read(cookie, mine));
        assertEquals(Optional.of(VISITOR), read(cookie, "a=b; " + mine + "; c=d"));
        assertEquals(Optional.of(VISITOR), read(cookie, "a=b;" + mine));
        assertEquals(Optional.of(VISITOR), read(cookie, "__Host-tern-shop=broken; " + mine));
    }

    @Test
    void trustsNothingElse() {
        VisitorCookie cookie = cookie(SHOP, "secret");
        String mine = sent(cookie.of(VISITOR).header());
        String forged = mine.replace(VISITOR.text(), new VisitorId(1, 2).text());

        assertEquals(Optional.empty(), read(cookie, ""));
        assertEquals(Optional.empty(), read(cookie, ""));
        assertEquals(Optional.empty(), read(cookie, forged));
        assertEquals(Optional.empty(), read(cookie, mine.substring(0, mine.length() - 1)));
        assertEquals(Optional.empty(), read(cookie, mine + "A"));
        assertEquals(Optional.empty(), read(cookie, "x" + mine), "another cookie's name that ends so");
        assertEquals(Optional.empty(), read(cookie, mine.replace('.', '_')));
        assertEquals(Optional.empty(), read(cookie, "__Host-tern-shop="));
        assertEquals(Optional.empty(), read(cookie, "__Host-tern-shop"));
    }

    @Test
    void isAStrangerOnAnotherSite() {
        String mine = sent(cookie(SHOP, "secret").of(VISITOR).header());
        VisitorCookie other = cookie(new SiteId("news"), "secret");

        Optional<VisitorId> read = read(other, mine.replace("tern-shop", "tern-news"));

        assertEquals(Optional.empty(), read);
    }

    @Test
    void signsWithTheFirstSecretAndVerifiesWithAll() {
        VisitorCookie before = cookie(SHOP, "old");
        VisitorCookie rotated = cookie(SHOP, "new", "old");
        VisitorCookie after = cookie(SHOP, "new");
        String old = sent(before.of(VISITOR).header());

        assertEquals(Optional.of(VISITOR), read(rotated, old));
        assertEquals(Optional.of(VISITOR), read(after, sent(rotated.of(VISITOR).header())));
        assertEquals(Optional.empty(), read(after, old));
    }

    @Test
    void signsAnewWhatAnOlderSecretSigned() {
        VisitorCookie rotated = cookie(SHOP, "new", "old");
        String old = sent(cookie(SHOP, "old").of(VISITOR).header());

        String renewed = rotated.read(old).orElseThrow().header();
        String kept = rotated.read(sent(renewed)).orElseThrow().header();

        assertEquals(rotated.of(VISITOR).header(), renewed);
        assertEquals(renewed, kept);
    }

    @Test
    void mintsAnotherVisitorEachTime() {
        assertNotEquals(VisitorCookie.mint(), VisitorCookie.mint());
    }

    @Test
    void namesTheOptOutAsItNamesItself() {
        assertEquals("__Host-tern-optout-shop", cookie(SHOP, "secret").optOutName());
        assertEquals(
                "__Secure-tern-optout-shop",
                new VisitorCookie(Config.of(true, "secret"), SHOP, Optional.of("shop.example")).optOutName());
        assertEquals(
                "tern-optout-shop", new VisitorCookie(Config.of(false, "secret"), SHOP, Optional.empty()).optOutName());
    }

    @Test
    void findsTheOptOutWhateverItsValue() {
        var cookie = cookie(SHOP, "secret");
        String name = cookie.optOutName();

        for (String header : List.of(name + "=1", name + "=", name, "a=b; " + name + "=0; c=d", "a=b;" + name)) {
            assertTrue(cookie.isOptedOut(header), header);
        }
        for (String header : List.of("", "a=b", name + "s=1", "x" + name + "=1", "__Host-tern-shop=1", "a=" + name)) {
            assertFalse(cookie.isOptedOut(header), header);
        }
    }

    @Test
    @Timeout(60)
    void readsAMillionForgedHeadersAsNobodyOrAsTheOneVisitor() {
        VisitorCookie cookie = cookie(SHOP, "secret", "older");
        String signed = sent(cookie.of(VISITOR).header());
        String older = sent(cookie(SHOP, "older").of(VISITOR).header());
        var read = new AtomicInteger();

        Forger.ofTexts(6, List.of(signed, older, "a=b; " + signed, signed + "; c=d", cookie.optOutName() + "=1"))
                .eachText(1_000_000, header -> {
                    boolean _ = cookie.isOptedOut(header);
                    cookie.read(header).ifPresent(held -> {
                        read.incrementAndGet();
                        assertEquals(VISITOR, held.visitor());
                    });
                });

        assertTrue(read.get() > 1_000, read + " read");
    }
}
