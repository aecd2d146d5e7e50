package dev.tern.consent;

import com.iab.gpp.encoder.field.HeaderV1Field;
import com.iab.gpp.encoder.section.HeaderV1;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads strings of IAB GPP 1.1.
 *
 * <p>The IAB's decoder of whole strings passes over sections that it does not know, so here each is taken by itself: the
 * header says which there are.
 */
final class Gpp {
    private static final String NONE_IN_FORCE = "-1";
    private static final int TCF = 2;
    private static final int TCF_CANADA = 5;
    private static final int US_PRIVACY = 6;

    /** All sections that there are take half of it. */
    private static final int HEADER_CHARS_MAX = 64;

    /** A number of a section, of two digits at most. */
    private static final int SECTION_CHARS_MAX = 2;

    private Gpp() {}

    /**
     * @param text the string, or nothing
     * @param sections in force, or nothing
     * @param vendor the site's vendor ID, 0 where it has none
     */
    static Said said(String text, String sections, int vendor) {
        if (sections.equals(NONE_IN_FORCE)) {
            return Said.SILENT;
        }
        try {
            String[] parts = text.split("~", -1);
            List<Integer> listed = listed(parts);
            Said strictest = Said.SILENT;
            for (int section : sections.isEmpty() ? listed : numbers(sections)) {
                Said said = said(section, parts[1 + place(section, listed)], vendor);
                strictest = strictest.and(said);
            }
            return strictest;
        } catch (RuntimeException unreadable) {
            return Said.NO;
        }
    }

    private static List<Integer> listed(String[] parts) {
        if (parts[0].isEmpty() || parts[0].length() > HEADER_CHARS_MAX) {
            throw new IllegalArgumentException(
                    "no header, which the decoder minds not, or one that is longer than any");
        }
        HeaderV1 header = new HeaderV1(parts[0]);
        boolean known = header.getFieldValue(HeaderV1Field.ID).equals(HeaderV1.ID)
                && header.getFieldValue(HeaderV1Field.VERSION).equals(HeaderV1.VERSION);
        List<Integer> listed = header.getSectionsIds();
        if (!known || listed.size() != parts.length - 1) {
            throw new IllegalArgumentException("another header, or not the sections that it lists");
        }
        return listed;
    }

    private static List<Integer> numbers(String sections) {
        List<Integer> numbers = new ArrayList<>();
        for (String number : sections.split(",", -1)) {
            if (number.length() > SECTION_CHARS_MAX || !number.chars().allMatch(c -> c >= '0' && c <= '9')) {
                throw new IllegalArgumentException("no number of a section");
            }
            numbers.add(Integer.parseInt(number));
        }
        return numbers;
    }

    private static int place(int section, List<Integer> listed) {
        int place = listed.indexOf(section);
        if (place < 0) {
            throw new IllegalArgumentException("a section that the string lacks");
        }
        return place;
    }

    private static Said said(int section, String text, int vendor) {
        return switch (section) {
            case TCF -> Tcf.said(text, vendor, Ground.GPP_TCF);
            case TCF_CANADA -> TcfCanada.said(text, vendor);
            case US_PRIVACY -> UsPrivacy.said(text);
            default ->
                section >= UsSection.FIRST && section <= UsSection.LAST ? UsSection.said(section, text) : Said.NO;
        };
    }
}
