package dev.tern.matching.facts;

import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QueryTest {
    private final Query query = new Query();

    @ParameterizedTest
    @CsvSource(textBlock = """
                    x=1,              1
                    a=0&x=1,          1
                    x=1&x=2,          1
                    x=&x=2,
                    x&x=2,
                    x=,
                    x,
                    y=1,
                    xx=1,
                    X=1,
                    x=a+b%20c,        a b c
                    x=%C3%A9,         é
                    x=a%3Db%26c,      a=b&c
                    x=a=b,            a=b
                    %78=1,            1
                    &&=3&x=1&,        1
                    """)
    void holdsOfX(String text, @Nullable String value) {
        read(text);

        assertEquals(value, query.value("x"));
    }

    @Test
    void decodesNames() {
        read("my+%C3%A9=1");

        assertEquals("1", query.value("my é"));
    }

    @Test
    void forgetsTheQueryBefore() {
        read("x=1&%79=2");
        query.value("x");

        read("z=1");

        assertNull(query.value("x"));
        assertNull(query.value("y"));
    }

    @Test
    void looksUpItsNames() {
        var names = new Texts<>(Map.of("colour", 1, "size é", 2));

        read("colour=red&shape=round&size+%C3%A9=9");

        assertEquals(3, query.size());
        assertEquals(1, query.look(names, 0));
        assertNull(query.look(names, 1));
        assertEquals(2, query.look(names, 2));
    }

    @Test
    void holdsNoMoreNamesThanTheLimit() {
        String text = IntStream.rangeClosed(0, Query.NAMES_MAX)
                .mapToObj(number -> "n" + number + "=" + number)
                .collect(joining("&"));

        read(text);

        assertEquals("255", query.value("n255"));
        assertNull(query.value("n256"));
    }

    private void read(String text) {
        query.read("/?" + text + "#x=9", 2, 2 + text.length());
    }
}
