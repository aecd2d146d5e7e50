package dev.tern.consent;

import com.iab.gpp.encoder.GppModel;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the sections 7 to 22 of IAB GPP, the United States and single ones of them, which can only say no.
 *
 * <p>The IAB's decoder does not mind how long a section is, and knows no version. So each part must be as long as the
 * decoder itself would write it.
 */
final class UsSection {
    static final int FIRST = 7;
    static final int LAST = 22;

    private static final int NATIONAL = 7;

    /** Version 1 of the national section had fewer sensitive data: 60 bits, its padding 6 more. */
    private static final int NATIONAL_BEFORE_CHARS = 11;

    private static final String VERSION = "Version";
    private static final String CHILD = "KnownChildSensitiveDataConsents";
    private static final String GPC = "Gpc";
    private static final String GPC_KIND = "GpcSegmentType";
    private static final List<String> OPT_OUTS = List.of("SaleOptOut", "SharingOptOut", "TargetedAdvertisingOptOut");
    private static final int NOT_APPLICABLE = 0;
    private static final int OPTED_OUT = 1;
    private static final int OPTED_IN = 2;

    /** By section, the characters of its core, and of its subsection about GPC, where it has one. */
    private static final Map<Integer, List<Integer>> CHARS = chars();

    private UsSection() {}

    private static Map<Integer, List<Integer>> chars() {
        Map<Integer, List<Integer>> chars = new HashMap<>();
        for (int section = FIRST; section <= LAST; section++) {
            GppModel model = new GppModel();
            model.setFieldValue(section, OPT_OUTS.getFirst(), NOT_APPLICABLE);
            if (model.hasField(section, GPC)) {
                model.setFieldValue(section, GPC, false);
            }
            chars.put(
                    section,
                    List.of(model.encodeSection(section).split("\\.")).stream()
                            .map(String::length)
                            .toList());
        }
        return Map.copyOf(chars);
    }

    /** @throws RuntimeException where it can't be read to its last bit */
    static Said said(int section, String text) {
        String[] parts = text.split("\\.", -1);
        boolean isBefore = section == NATIONAL && parts[0].length() == NATIONAL_BEFORE_CHARS && parts[0].endsWith("A");
        List<Integer> chars = CHARS.getOrDefault(section, List.of());
        for (int i = 0; i < parts.length; i++) {
            if (i >= chars.size() || (parts[i].length() != chars.get(i) && !(i == 0 && isBefore))) {
                throw new IllegalArgumentException("another length");
            }
        }
        GppModel model = new GppModel();
        model.decodeSection(section, text);
        int version = number(model.getFieldValue(section, VERSION));
        if (version != 1 && !(section == NATIONAL && version == 2 && !isBefore)) {
            throw new IllegalArgumentException("another version");
        }
        return isRefused(model, section, parts.length > 1) ? Said.REFUSAL : Said.SILENT;
    }

    private static boolean isRefused(GppModel model, int section, boolean hasGpc) {
        boolean refused = false;
        for (String optOut : OPT_OUTS) {
            if (model.hasField(section, optOut)) {
                refused |= isRefused(model.getFieldValue(section, optOut));
            }
        }
        Object child = model.getFieldValue(section, CHILD);
        if (child instanceof List<?> ages) {
            for (Object age : ages) {
                refused |= isRefused(age);
            }
        } else {
            refused |= isRefused(child);
        }
        if (hasGpc) {
            if (number(model.getFieldValue(section, GPC_KIND)) != 1) {
                throw new IllegalArgumentException("another kind of subsection");
            }
            refused |= model.getFieldValue(section, GPC).equals(true);
        }
        return refused;
    }

    private static boolean isRefused(Object value) {
        int number = number(value);
        if (number > OPTED_IN) {
            throw new IllegalArgumentException("a value that the standard does not have");
        }
        return number == OPTED_OUT;
    }

    private static int number(Object value) {
        return (int) value;
    }
}
