package dev.tern.site;

import dev.tern.AudienceId;
import dev.tern.rule.Sensitive;
import dev.tern.rule.Window;
import java.util.Optional;

/** A change of a site under way: nobody else changes the site before it has ended. */
public final class SiteChange {
    private final SiteRow row;

    SiteChange(SiteRow row) {
        this.row = row;
    }

    /** What the rows that belong to the site name it by. */
    public long serial() {
        return row.serial;
    }

    /** The version of the site that the change makes; no other change of the site makes the same. */
    public long version() {
        return row.version;
    }

    /** Which rules of the site are sensitive, and whether it may have such. */
    public Sensitive sensitive() {
        return row.sensitive();
    }

    /** How long after a visitor's latest event everything of the visitor is forgotten. */
    public Optional<Window> retention() {
        return row.retention();
    }

    /** Notes in the audit log that an audience's rule is sensitive, and saved on the legal basis that the site states. */
    public void note(AudienceId audience, Sensitive.Found found) {
        Audit.sensitiveRule(
                row.serial, audience, found, sensitive().legalBasis().orElseThrow());
    }

    /** A number that no trait of the site ever had. */
    public int newTraitNumber() {
        return row.nextTrait++;
    }
}
