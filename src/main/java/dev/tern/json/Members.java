package dev.tern.json;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The members of one JSON object. Ask for each by its name, then refuse all others:
 *
 * <pre>{@code
 * var body = Members.of(Json.parse(bytes), "");
 * String name = body.text("name", 1, 200);
 * boolean quiet = body.optional("quiet").map(Place::flag).orElse(false);
 * body.nothingElse();
 * }</pre>
 *
 * <p>A member that is {@code null} counts as absent.
 */
public final class Members {
    private final JsonNode object;
    private final String pointer;
    private final Set<String> known = new LinkedHashSet<>();

    private Members(JsonNode object, String pointer) {
        this.object = object;
        this.pointer = pointer;
    }

    /**
     * The members of an object that stands at this JSON pointer (empty: it is the document).
     *
     * @throws Refusal where it is none
     */
    public static Members of(JsonNode node, String pointer) {
        if (!node.isObject()) {
            throw new Refusal(pointer, "an object");
        }
        return new Members(node, pointer);
    }

    /** The JSON pointer of a member: in its name {@code ~} is written {@code ~0}, and {@code /} is written {@code ~1}. */
    public static String pointer(String parent, String name) {
        return parent + "/" + name.replace("~", "~0").replace("/", "~1");
    }

    /** Whether there is such a member; asking this way does not make its name known. */
    public boolean has(String name) {
        return object.hasNonNull(name);
    }

    /** The member, or nothing. */
    public Optional<Place> optional(String name) {
        known.add(name);
        return Optional.ofNullable(object.get(name))
                .filter(node -> !node.isNull())
                .map(node -> new Place(node, pointer(pointer, name)));
    }

    /** The member, which must be there. */
    public Place required(String name) {
        return optional(name).orElseThrow(() -> new Refusal(pointer(pointer, name), "required"));
    }

    /** The text of a member that must be there. */
    public String text(String name, int charsMin, int charsMax) {
        return required(name).text(charsMin, charsMax);
    }

    /** Every member by its name, in the order written, {@code null} included: for objects whose names are free. */
    public Map<String, Place> each() {
        Map<String, Place> each = new LinkedHashMap<>();
        object.properties()
                .forEach(member ->
                        each.put(member.getKey(), new Place(member.getValue(), pointer(pointer, member.getKey()))));
        known.addAll(each.keySet());
        return each;
    }

    /** Refuses the first member that nobody has asked for. */
    public void nothingElse() {
        object.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) {
                throw new Refusal(pointer(pointer, name), "not known here; known: " + String.join(", ", known));
            }
        });
    }
}
