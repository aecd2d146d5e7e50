package dev.tern.matching.facts;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URLEncoder;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EscapesTest {
    @ParameterizedTest
    @CsvSource(ignoreLeadingAndTrailingWhitespace = false, textBlock = """
                    a+b,a b
                    %41%42,AB
                    %e2%82%AC,€
                    %F0%9F%98%80,😀
                    %,%
                    %4,%4
                    %zz,%zz
                    %4g1,%4g1
                    %%41,%A
                    %E9t%E9,%E9t%E9
                    %E2%82,%E2%82
                    %E2%82x,%E2%82x
                    %E2%82%41,%E2%82A
                    %80,%80
                    %C0%80,%C0%80
                    %E0%80%80,%E0%80%80
                    %ED%A0%80,%ED%A0%80
                    %F4%90%80%80,%F4%90%80%80
                    %FF,%FF
                    %４１,%４１
                    é,é
                    """)
    void reads(String escaped, String text) {
        assertEquals(text, Escapes.decode(escaped, 0, escaped.length()));
    }

    @Test
    void readsNothingBeyondItsPart() {
        assertEquals("b%4", Escapes.decode("a+b%41", 2, 5));
    }

    @Test
    void readsWhatEncodersWrite() {
        for (long seed = 0; seed < 2_000; seed++) {
            String text = new SplittableRandom(seed)
                    .ints(8, 0, 0x11_0000)
                    .filter(character -> !Character.isSurrogate((char) character) || character > 0xFFFF)
                    .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                    .toString();
            String escaped = URLEncoder.encode(text, UTF_8);

            assertEquals(text, Escapes.decode(escaped, 0, escaped.length()), "seed " + seed);
        }
    }
}
