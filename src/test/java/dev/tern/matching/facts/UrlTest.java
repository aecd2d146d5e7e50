package dev.tern.matching.facts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UrlTest {
    private final Url url = new Url();

    @ParameterizedTest
    @CsvSource(textBlock = """
                    https://shop.example/cart?x=1#top,      shop.example,  /cart
                    https://Shop.EXAMPLE:8443/Cart,         shop.example,  /Cart
                    https://me:pw@shop.example:80/a/b/,     shop.example,  /a/b/
                    https://a@b@shop.example/,              shop.example,  /
                    https://shop.example,                   shop.example,  /
                    https://shop.example?x=/y,              shop.example,  /
                    https://shop.example#/y,                shop.example,  /
                    https://shop.example:/y,                shop.example,  /y
                    //shop.example/cart,                    shop.example,  /cart
                    http://[2001:DB8::1]:80/x,              [2001:db8::1], /x
                    http://[2001:DB8::1]/x,                 [2001:db8::1], /x
                    android-app://com.example.mail/,        com.example.mail, /
                    /cart?x=1,                              ,              /cart
                    /cart%20a//b,                           ,              /cart%20a//b
                    cart,                                   ,              cart
                    ?x=1,                                   ,              /
                    '#top',                                 ,              /
                    mailto:me@shop.example,                 ,              me@shop.example
                    /go?to=https://shop.example/x,          ,              /go
                    /a:b//c,                                ,              /a:b//c
                    1a://x,                                 ,              1a://x
                    http:///cart,                           ,              /cart
                    //,                                     ,              /
                    https://:80/x,                          ,              /x
                    http://[::1,                            [::1,          /
                    :,                                      ,              :
                    """)
    void takesHostAndPathFrom(String text, @Nullable String host, String path) {
        url.about(text);

        assertEquals(host, url.host());
        assertEquals(path, url.path());
    }

    @Test
    void hasNoPartsWithoutText() {
        url.about(null);

        assertNull(url.text());
        assertNull(url.host());
        assertNull(url.path());
    }

    @Test
    void forgetsTheUrlBefore() {
        url.about("https://shop.example/cart");
        url.host();
        url.path();

        url.about("/home");

        assertNull(url.host());
        assertEquals("/home", url.path());
    }
}
