package dev.tern.site;

/** A change of a site under way: nobody else changes the site before it has ended. */
public final class SiteChange {
    private final SiteRow row;

    SiteChange(SiteRow row) {
        this.row = row;
        row.version++;
    }

    /** What the rows that belong to the site name it by. */
    public long serial() {
        return row.serial;
    }

    /** The version of the site that the change makes; no other change of the site makes the same. */
    public long version() {
        return row.version;
    }

    /** A number that no trait of the site ever had. */
    public int newTraitNumber() {
        return row.nextTrait++;
    }
}
