package dev.tern.index;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tern.Forger;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LevelTest {
    @Test
    void comesBackFromItsText() {
        for (int bits = 0; bits <= Level.BITS_MAX; bits++) {
            for (boolean growing : new boolean[] {false, true}) {
                if (!growing || bits < Level.BITS_MAX) {
                    var level = new Level(bits, growing);

                    assertEquals(Optional.of(level), Level.parse(level.text()));
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "+",
                "-1",
                "25",
                "24+",
                "07",
                "5.5",
                " 5",
                "5 ",
                "5++",
                "1e1",
                "999999999999",
                "\u0665",
                "6\n"
            })
    void isNoOtherText(String text) {
        assertEquals(Optional.empty(), Level.parse(text));
    }

    @Test
    @Timeout(60)
    void readsAMillionForgedTextsAsNothingOrAsOneOfTheSameText() {
        Forger.ofTexts(8, List.of("0", "6", "6+", "24", "13+"))
                .eachText(1_000_000, text -> Level.parse(text).ifPresent(level -> assertEquals(text, level.text())));
    }
}
