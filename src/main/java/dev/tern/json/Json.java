package dev.tern.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * JSON (RFC 8259) from strangers: one value in strict UTF-8, every name once in its object, numbers exact, nothing
 * after it. How many bytes come in is for the caller to bound.
 */
public final class Json {
    /** How many objects and lists may stand within each other. */
    public static final int DEPTH_MAX = 64;

    /** The length of a number in characters. */
    public static final int NUMBER_CHARS_MAX = 64;

    /** The length of a member's name in characters. */
    public static final int NAME_CHARS_MAX = 256;

    /** The length of a text in characters. */
    public static final int TEXT_CHARS_MAX = 65_536;

    private static final String FORM = "well-formed JSON, each name once in its object";
    private static final String BOUNDS = "at most %d levels, numbers of %d, names of %d and texts of %d characters"
            .formatted(DEPTH_MAX, NUMBER_CHARS_MAX, NAME_CHARS_MAX, TEXT_CHARS_MAX);

    // Names of strangers are neither interned nor kept: both would let them fill tables that outlive the request.
    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                    .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(DEPTH_MAX)
                            .maxNumberLength(NUMBER_CHARS_MAX)
                            .maxNameLength(NAME_CHARS_MAX)
                            .maxStringLength(TEXT_CHARS_MAX)
                            .build())
                    .build())
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private Json() {}

    /**
     * The value that the bytes write.
     *
     * @throws Refusal of the whole document where it is anything else, with the line and column that reading had come to
     */
    public static JsonNode parse(byte[] bytes) {
        String text = decode(bytes);
        refuseLoneSurrogates(text);
        try (JsonParser parser = MAPPER.createParser(text)) {
            try {
                JsonNode value = MAPPER.readTree(parser);
                if (value == null || value.isMissingNode()) {
                    throw refusal(FORM, text, text.length());
                }
                return value;
            } catch (StreamConstraintsException tooMuch) {
                throw refusal(BOUNDS, parser);
            } catch (JsonProcessingException malformed) {
                throw refusal(FORM, parser);
            } catch (NumberFormatException beyondBigDecimal) {
                throw refusal("exponents below 2^31", parser);
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private static String decode(byte[] bytes) {
        var decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        CharBuffer chars = CharBuffer.allocate(bytes.length);
        var result = decoder.decode(ByteBuffer.wrap(bytes), chars, true);
        String text = chars.flip().toString();
        if (result.isError()) {
            throw refusal("UTF-8", text, text.length());
        }
        return text;
    }

    /** An escape may write half a character, which no UTF-8 can hold. Outside of texts a backslash is malformed anyway. */
    private static void refuseLoneSurrogates(String text) {
        for (int at = text.indexOf('\\'); at >= 0; at = text.indexOf('\\', at)) {
            char unit = escaped(text, at);
            boolean pair = Character.isHighSurrogate(unit) && Character.isLowSurrogate(escaped(text, at + 6));
            if (Character.isSurrogate(unit) && !pair) {
                throw refusal("no half of a surrogate pair", text, at);
            }
            at += pair ? 12 : 2;
        }
    }

    /** The code unit that a {@code \}{@code uXXXX} at this place writes, or 0. */
    private static char escaped(String text, int at) {
        if (!text.startsWith("\\u", at) || at + 6 > text.length()) {
            return 0;
        }
        int unit = 0;
        for (int i = at + 2; i < at + 6; i++) {
            unit = unit << 4 | Math.max(0, Character.digit(text.charAt(i), 16));
        }
        return (char) unit;
    }

    private static Refusal refusal(String reason, String text, int at) {
        String before = text.substring(0, at);
        long line = before.chars().filter(c -> c == '\n').count() + 1;
        return refusal(reason, line, at - before.lastIndexOf('\n'));
    }

    private static Refusal refusal(String reason, JsonParser parser) {
        var location = parser.currentLocation();
        return refusal(reason, location.getLineNr(), location.getColumnNr());
    }

    private static Refusal refusal(String reason, long line, int column) {
        return new Refusal("", "%s (line %d, column %d)".formatted(reason, line, column));
    }
}
