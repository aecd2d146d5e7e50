package dev.tern.json;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tern.Decimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * A JSON value and where it stands: it is read as what is expected there, or refused by its pointer.
 *
 * @param pointer a JSON pointer (RFC 6901)
 */
public record Place(JsonNode node, String pointer) {
    public Place {
        requireNonNull(node, "node");
        requireNonNull(pointer, "pointer");
    }

    /** The text, of at least and at most so many characters (code points), none of them a control character. */
    public String text(int charsMin, int charsMax) {
        String text = node.isTextual() ? node.textValue() : null;
        int chars = text == null ? -1 : text.codePointCount(0, text.length());
        if (text == null || chars < charsMin || chars > charsMax) {
            throw refusal("a text of %d to %d characters".formatted(charsMin, charsMax));
        }
        if (text.chars().anyMatch(Character::isISOControl)) {
            throw refusal("a text without control characters");
        }
        return text;
    }

    /** The text, which is one of these. */
    public String oneOf(Collection<String> texts) {
        if (!node.isTextual() || !texts.contains(node.textValue())) {
            throw refusal("one of " + String.join(", ", texts));
        }
        return node.textValue();
    }

    /** The whole number, between these ends, both included. However it is written: 2.0 is whole. */
    public long whole(long min, long max) {
        boolean whole = node.isNumber() && node.canConvertToExactIntegral() && node.canConvertToLong();
        if (!whole || node.longValue() < min || node.longValue() > max) {
            throw refusal("a whole number from %d to %d".formatted(min, max));
        }
        return node.longValue();
    }

    /** The whole number, between these ends, both included. */
    public int whole(int min, int max) {
        return Math.toIntExact(whole((long) min, (long) max));
    }

    /** The exact number. */
    public Decimal decimal() {
        if (!node.isNumber()) {
            throw refusal(Decimal.FORM);
        }
        return Decimal.of(node.decimalValue()).orElseThrow(() -> refusal(Decimal.FORM));
    }

    /** True or false. */
    public boolean flag() {
        if (!node.isBoolean()) {
            throw refusal("true or false");
        }
        return node.booleanValue();
    }

    /** The places in a list of at least and at most so many. */
    public List<Place> items(int min, int max) {
        if (!node.isArray() || node.size() < min || node.size() > max) {
            throw refusal("a list of %d to %d".formatted(min, max));
        }
        List<Place> items = new ArrayList<>(node.size());
        for (JsonNode item : node) {
            items.add(new Place(item, pointer + "/" + items.size()));
        }
        return List.copyOf(items);
    }

    /** The members of an object. */
    public Members members() {
        return Members.of(node, pointer);
    }

    /** The refusal of what stands here, to throw: {@code reason} says what would be right. */
    public Refusal refusal(String reason) {
        return new Refusal(pointer, reason);
    }
}
