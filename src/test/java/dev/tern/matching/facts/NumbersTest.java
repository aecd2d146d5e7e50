package dev.tern.matching.facts;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tern.Decimal;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NumbersTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "-0, 0",
        "7, 7000000",
        "007, 7000000",
        "19.99, 19990000",
        "-0.000001, -1",
        ".5, 500000",
        "5., 5000000",
        "1.5000000, 1500000",
        "1e3, 1000000000",
        "1E-6, 1",
        "1.5e+1, 15000000",
        "999999999999.999999, 999999999999999999",
        "1000000000000, 1000000000000000000",
        "00000000000000000000000000000000000001, 1000000",
    })
    void reads(String text, long micros) {
        assertEquals(micros, Numbers.micros(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-",
                ".",
                "-.",
                "red",
                "+1",
                " 1",
                "1 ",
                "1,5",
                "1.2.3",
                "2024-01-31",
                "1e",
                "1e+",
                "1e1e1",
                "e1",
                "0x1F",
                "1_000",
                "NaN",
                "1000000000000.1",
                "0.0000001",
                "1e99999999",
                "１",
                "1１",
                "00000000000000000000000000000000000000001"
            })
    void findsNoNumberIn(String text) {
        assertEquals(Numbers.NONE, Numbers.micros(text));
    }

    @Test
    void readsWhatDecimalReads() {
        String characters = "00112359....--eE+";
        for (long seed = 0; seed < 100_000; seed++) {
            var random = new SplittableRandom(seed);
            String text = random.ints(random.nextInt(1, 22), 0, characters.length())
                    .map(characters::charAt)
                    .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                    .toString();

            long micros = Decimal.parse(text).map(Decimal::micros).orElse(Numbers.NONE);
            assertEquals(micros, Numbers.micros(text), "seed " + seed + ": " + text);
        }
    }
}
