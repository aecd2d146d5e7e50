package dev.tern.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tern.SiteId;
import dev.tern.VisitorId;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

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

    @Test
    void isBoundToOneHostWithoutACookieDomain() {
        String header = cookie(SHOP, "secret").write(VISITOR);

        assertTrue(header.startsWith("__Host-tern-shop=" + VISITOR.text() + "."), header);
        assertTrue(header.endsWith("; Path=/; Max-Age=34560000; HttpOnly; SameSite=Lax; Secure"), header);
    }

    @Test
    void isSharedBySubdomainsWithACookieDomain() {
        var cookie = new VisitorCookie(Config.of(true, "secret"), SHOP, Optional.of("shop.example"));

        String header = cookie.write(VISITOR);

        assertTrue(header.startsWith("__Secure-tern-shop="), header);
        assertTrue(header.endsWith("; Secure; Domain=shop.example"), header);
    }

    @Test
    void travelsOverPlainHttpInDevelopment() {
        var cookie = new VisitorCookie(Config.of(false, "secret"), SHOP, Optional.empty());

        String header = cookie.write(VISITOR);

        assertTrue(header.startsWith("tern-shop="), header);
        assertTrue(header.endsWith("; SameSite=Lax"), header);
    }

    @Test
    void knowsTheVisitorAgainAmongOtherCookies() {
        VisitorCookie cookie = cookie(SHOP, "secret");
        String mine = sent(cookie.write(VISITOR));

        assertEquals(Optional.of(VISITOR), cookie.read(mine));
        assertEquals(Optional.of(VISITOR), cookie.read("a=b; " + mine + "; c=d"));
        assertEquals(Optional.of(VISITOR), cookie.read("a=b;" + mine));
        assertEquals(Optional.of(VISITOR), cookie.read("__Host-tern-shop=broken; " + mine));
    }

    @Test
    void trustsNothingElse() {
        VisitorCookie cookie = cookie(SHOP, "secret");
        String mine = sent(cookie.write(VISITOR));
        String forged = mine.replace(VISITOR.text(), new VisitorId(1, 2).text());

        assertEquals(Optional.empty(), cookie.read(null));
        assertEquals(Optional.empty(), cookie.read(""));
        assertEquals(Optional.empty(), cookie.read(forged));
        assertEquals(Optional.empty(), cookie.read(mine.substring(0, mine.length() - 1)));
        assertEquals(Optional.empty(), cookie.read(mine + "A"));
        assertEquals(Optional.empty(), cookie.read("x" + mine), "another cookie's name that ends so");
        assertEquals(Optional.empty(), cookie.read(mine.replace('.', '_')));
        assertEquals(Optional.empty(), cookie.read("__Host-tern-shop="));
        assertEquals(Optional.empty(), cookie.read("__Host-tern-shop"));
    }

    @Test
    void isAStrangerOnAnotherSite() {
        String mine = sent(cookie(SHOP, "secret").write(VISITOR));
        VisitorCookie other = cookie(new SiteId("news"), "secret");

        Optional<VisitorId> read = other.read(mine.replace("tern-shop", "tern-news"));

        assertEquals(Optional.empty(), read);
    }

    @Test
    void signsWithTheFirstSecretAndVerifiesWithAll() {
        VisitorCookie before = cookie(SHOP, "old");
        VisitorCookie rotated = cookie(SHOP, "new", "old");
        VisitorCookie after = cookie(SHOP, "new");
        String old = sent(before.write(VISITOR));

        assertEquals(Optional.of(VISITOR), rotated.read(old));
        assertEquals(Optional.of(VISITOR), after.read(sent(rotated.write(VISITOR))));
        assertEquals(Optional.empty(), after.read(old));
    }

    @Test
    void mintsAnotherVisitorEachTime() {
        assertNotEquals(VisitorCookie.mint(), VisitorCookie.mint());
    }
}
