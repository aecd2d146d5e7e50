package dev.tern;

import java.util.Optional;

/** The name of a site, a slug that its owner chose. */
public record SiteId(String value) {
    /** What a well-formed ID looks like, in words for an error. */
    public static final String FORM = Slug.FORM;

    public SiteId {
        Slug.require(value);
    }

    /** The ID, or nothing when the text is not well-formed. */
    public static Optional<SiteId> parse(String text) {
        return Slug.is(text) ? Optional.of(new SiteId(text)) : Optional.empty();
    }

    @Override
    public String toString() {
        return value;
    }
}
