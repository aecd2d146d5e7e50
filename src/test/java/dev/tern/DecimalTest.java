package dev.tern;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DecimalTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "49.90, 49900000",
        "-0.000001, -1",
        "1e3, 1000000000",
        "1000000000000, 1000000000000000000",
        "0.0000000, 0",
        "007, 7000000"
    })
    void readsNumbersExactly(String text, long micros) {
        assertEquals(Optional.of(new Decimal(micros)), Decimal.parse(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " 1",
                "1 ",
                "abc",
                "0.0000001",
                "1000000000000.000001",
                "1e999999999",
                "1e-999999999",
                "NaN",
                "+1",
                "1,5",
                "0x10",
                "1\uFF11"
            })
    void refusesWhatIsNone(String text) {
        assertFalse(Decimal.parse(text).isPresent());
    }
}
