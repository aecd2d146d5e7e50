package dev.tern.site;

/** How much a site may have, and how much of it comes at once. */
public final class Limits {
    /** The name of a site or key, in characters. */
    public static final int NAME_CHARS_MAX = 200;

    /** The domains of a site. */
    public static final int DOMAINS_MAX = 100;

    /** The regions of a site for which its policy is the same. */
    public static final int REGIONS_MAX = 500;

    /** The API keys of a site. */
    public static final int KEYS_MAX = 100;

    /** The audiences of a site. */
    public static final int AUDIENCES_MAX = 10_000;

    /** The patterns of a site's sensitive pages. */
    public static final int SENSITIVE_PATTERNS_MAX = 100;

    /** One of them, in characters. */
    public static final int SENSITIVE_PATTERN_CHARS_MAX = 200;

    /** The legal basis that a site states, in characters. */
    public static final int LEGAL_BASIS_CHARS_MAX = 1_000;

    /** The fewest members of an audience that is not withheld, at most. */
    public static final int AUDIENCE_FLOOR_MAX = 10_000;

    /** The items of a page. */
    public static final int PAGE_MAX = 1_000;

    /** The items of a page, where nothing else is asked. */
    public static final int PAGE_DEFAULT = 100;

    private Limits() {}
}
