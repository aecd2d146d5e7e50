package dev.tern.consent;

import com.iab.gpp.encoder.GppModel;
import com.iab.gpp.encoder.field.TcfCaV1Field;
import com.iab.gpp.encoder.section.TcfCaV1;
import com.iabtcf.encoder.PublisherRestrictionEntry;
import com.iabtcf.encoder.TCStringEncoder;
import com.iabtcf.v2.RestrictionType;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Consent strings as consent platforms write them, by the IAB's own encoders. */
public final class Strings {
    /** The site's. */
    public static final int VENDOR = 755;

    private static final Instant DAY = Instant.parse("2026-03-01T00:00:00Z");

    private Strings() {}

    /** A string of one site, in which the vendor has consent to these purposes, and is disclosed. */
    public static TCStringEncoder.Builder vendors(int... purposes) {
        TCStringEncoder.Builder builder = bare();
        Arrays.stream(purposes).forEach(builder::addPurposesConsent);
        return builder.addVendorConsent(12)
                .addVendorConsent(VENDOR)
                .addDisclosedVendors(12)
                .addDisclosedVendors(VENDOR);
    }

    /** A string of one site, in which the publisher has consent to these purposes. */
    public static TCStringEncoder.Builder publishers(int... purposes) {
        TCStringEncoder.Builder builder = bare();
        Arrays.stream(purposes).forEach(builder::addPubPurposesConsent);
        return builder.addPubPurposesLITransparency(7);
    }

    /** A string without any consent. */
    public static TCStringEncoder.Builder bare() {
        return TCStringEncoder.newBuilder()
                .version(2)
                .created(DAY)
                .lastUpdated(DAY)
                .cmpId(10)
                .cmpVersion(3)
                .consentScreen(1)
                .consentLanguage("EN")
                .vendorListVersion(90)
                .tcfPolicyVersion(5)
                .isServiceSpecific(true)
                .publisherCC("DE");
    }

    static PublisherRestrictionEntry restriction(int purpose, RestrictionType type) {
        return PublisherRestrictionEntry.newBuilder()
                .purposeId(purpose)
                .restrictionType(type)
                .addVendor(12, VENDOR)
                .build();
    }

    /** A section of TCF Canada in which the vendor and the publisher have express consent to the same purposes. */
    static TcfCaV1 canada(int... purposes) {
        TcfCaV1 section = new TcfCaV1();
        section.setFieldValue(TcfCaV1Field.PURPOSES_EXPRESS_CONSENT, bits(purposes));
        section.setFieldValue(TcfCaV1Field.PUB_PURPOSES_EXPRESS_CONSENT, bits(purposes));
        section.setFieldValue(TcfCaV1Field.VENDOR_EXPRESS_CONSENT, List.of(12, VENDOR));
        return section;
    }

    static List<Boolean> bits(int... purposes) {
        return IntStream.rangeClosed(1, 24)
                .mapToObj(purpose -> Arrays.stream(purposes).anyMatch(each -> each == purpose))
                .toList();
    }

    /** A string of GPP that has one section. */
    public static String gpp(int section, String text) {
        GppModel model = new GppModel();
        model.decodeSection(section, text);
        return model.encode();
    }

    /** A string of GPP of the section, in which one field is set. */
    public static String gpp(int section, String field, Object value) {
        GppModel model = new GppModel();
        model.setFieldValue(section, field, value);
        return model.encode();
    }
}
