package dev.tern;

import java.util.Optional;

/** The name of an audience, a slug that its owner chose. */
public record AudienceId(String value) {
    /** What a well-formed ID looks like, in words for an error. */
    public static final String FORM = Slug.FORM;

    public AudienceId {
        Slug.require(value);
    }

    /** The ID, or nothing when the text is not well-formed. */
    public static Optional<AudienceId> parse(String text) {
        return Slug.is(text) ? Optional.of(new AudienceId(text)) : Optional.empty();
    }

    @Override
    public String toString() {
        return value;
    }
}
