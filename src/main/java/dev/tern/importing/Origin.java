package dev.tern.importing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tern.json.Place;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Whose rules are imported. What each of them keeps, and what is refused, stands in {@code docs/decisions/0010}. */
public enum Origin {
    /** A website custom audience of Meta's Marketing API, or its rule alone. */
    META,

    /** A rule-based user list of the Google Ads API, or its flexible rule alone. */
    GOOGLE;

    /** The origins, as requests write them, in words for an error. */
    public static final String FORMS = Arrays.stream(values()).map(Origin::text).collect(Collectors.joining(", "));

    private final String text = name().toLowerCase(Locale.ROOT);

    /** The origin that requests write so, or nothing. */
    public static Optional<Origin> parse(String text) {
        return Arrays.stream(values())
                .filter(origin -> origin.text.equals(text))
                .findFirst();
    }

    /** As requests write it. */
    public String text() {
        return text;
    }

    /**
     * The definition {@code {"name", "rule"}} that has the same members as the foreign document, at every instant.
     *
     * @param foreign as its owner's API writes it
     * @param name of the audience where the document brings none
     * @throws dev.tern.json.Refusal of what has no equal, by its pointer in the foreign document. Where that has a rule
     *     as a text, the pointer goes on into the JSON that the text writes.
     */
    public ObjectNode translate(JsonNode foreign, String name) {
        Place document = new Place(foreign, "");
        Translation translation =
                switch (this) {
                    case META -> MetaAudience.read(document);
                    case GOOGLE -> GoogleUserList.read(document);
                };
        return ReadBack.definition(translation.name().orElse(name), translation.rule());
    }
}
