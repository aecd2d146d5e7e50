package dev.tern.consent;

import static dev.tern.consent.Strings.VENDOR;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.iabtcf.decoder.TCString;
import com.iabtcf.v2.RestrictionType;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TcfTest {
    private static final Said USED = Said.yes(Ground.TCF, true);
    private static final Said STORED = Said.yes(Ground.TCF, false);
    private static final String SEXTETS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    private static Said said(String text, int vendor) {
        return Tcf.said(text, vendor, Ground.TCF);
    }

    static Stream<Arguments> vendors() {
        return Stream.of(
                Arguments.of("all", Strings.vendors(1, 3, 4).encode(), USED),
                Arguments.of("no purpose 4", Strings.vendors(1, 3).encode(), STORED),
                Arguments.of("no purpose 3", Strings.vendors(1, 4).encode(), Said.REFUSAL),
                Arguments.of("no purpose 1", Strings.vendors(3, 4).encode(), Said.REFUSAL),
                Arguments.of("nothing", Strings.bare().encode(), Said.REFUSAL),
                Arguments.of(
                        "purpose 3 by legitimate interest",
                        Strings.vendors(1, 4).addPurposesLITransparency(3).encode(),
                        Said.REFUSAL),
                Arguments.of(
                        "another vendor",
                        Strings.vendors(1, 3, 4)
                                .clearVendorConsent()
                                .addVendorConsent(12)
                                .encode(),
                        Said.NO),
                Arguments.of(
                        "not disclosed",
                        Strings.vendors(1, 3, 4).clearDisclosedVendors().encode(),
                        Said.NO),
                Arguments.of(
                        "not disclosed before TCF 2.3",
                        Strings.vendors(1, 3, 4)
                                .clearDisclosedVendors()
                                .tcfPolicyVersion(4)
                                .encode(),
                        USED),
                Arguments.of(
                        "global",
                        Strings.vendors(1, 3, 4).isServiceSpecific(false).encode(),
                        Said.NO),
                Arguments.of(
                        "global refusal",
                        Strings.bare().isServiceSpecific(false).encode(),
                        Said.NO),
                Arguments.of(
                        "purpose one treatment",
                        Strings.vendors(3, 4).purposeOneTreatment(true).encode(),
                        Said.NO),
                Arguments.of("purpose 1 forbidden", restricted(1, RestrictionType.NOT_ALLOWED), Said.NO),
                Arguments.of("purpose 3 forbidden", restricted(3, RestrictionType.NOT_ALLOWED), Said.NO),
                Arguments.of("purpose 4 forbidden", restricted(4, RestrictionType.NOT_ALLOWED), STORED),
                Arguments.of("purpose 3 by consent alone", restricted(3, RestrictionType.REQUIRE_CONSENT), USED),
                Arguments.of(
                        "the publisher's alone", Strings.publishers(1, 3, 4).encode(), Said.REFUSAL));
    }

    private static String restricted(int purpose, RestrictionType type) {
        return Strings.vendors(1, 3, 4)
                .addPublisherRestrictionEntry(Strings.restriction(purpose, type))
                .encode();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("vendors")
    void readsForAVendor(String name, String text, Said said) {
        assertEquals(said, said(text, VENDOR), name);
    }

    static Stream<Arguments> publishers() {
        return Stream.of(
                Arguments.of("all", Strings.publishers(1, 3, 4).encode(), USED),
                Arguments.of("no purpose 4", Strings.publishers(1, 3).encode(), STORED),
                Arguments.of("no purpose 3", Strings.publishers(1, 4).encode(), Said.REFUSAL),
                Arguments.of("vendors alone", Strings.vendors(1, 3, 4).encode(), Said.NO),
                Arguments.of("vendors refused", Strings.vendors(4).encode(), Said.REFUSAL),
                Arguments.of(
                        "the publisher's own refusal counts",
                        Strings.publishers(4)
                                .addPurposesConsent(1)
                                .addPurposesConsent(3)
                                .encode(),
                        Said.REFUSAL));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("publishers")
    void readsForAPublisher(String name, String text, Said said) {
        assertEquals(said, said(text, 0), name);
    }

    @Test
    void refusesWhatItsDecoderWouldPassOver() {
        String yes = Strings.vendors(1, 3, 4).encode();
        String publisher = Strings.publishers(1, 3, 4).encode();
        String segment = publisher.substring(publisher.indexOf('.'));

        for (String text : List.of(
                "",
                ".",
                "C",
                "${GDPR_CONSENT_755}",
                yes + ".",
                yes + "..",
                yes + " ",
                "." + yes,
                yes + ".gAAA",
                yes + "AAAAAA")) {
            assertEquals(Said.NO, said(text, VENDOR), text);
        }
        assertEquals(USED, said(publisher, 0));
        assertEquals(Said.NO, said(publisher + segment, 0), "two segments of a kind");
    }

    private static List<String> whole() {
        return List.of(
                Strings.vendors(1, 3, 4).encode(),
                Strings.publishers(1, 3, 4).addCustomPurposesConsent(2).encode(),
                Strings.vendors(1, 3, 4)
                        .addPublisherRestrictionEntry(Strings.restriction(2, RestrictionType.NOT_ALLOWED))
                        .addPubPurposesConsent(1)
                        .addPubPurposesConsent(3)
                        .encode());
    }

    @Test
    void refusesEveryTruncationThatLosesABit() {
        for (String text : whole()) {
            int segments = text.split("\\.").length;
            List<String> read = new ArrayList<>();
            for (int end = 0; end < text.length(); end++) {
                String cut = text.substring(0, end);
                for (int vendor : new int[] {0, VENDOR}) {
                    if (said(cut, vendor).verdict() != Verdict.NO) {
                        assertEquals(TCString.decode(cut), TCString.decode(cut), cut);
                        read.add(cut);
                    }
                }
            }
            assertTrue(read.size() <= segments * 2 * 4, () -> "too many that lost no more than padding: " + read);
        }
    }

    @Test
    void readsEveryFlippedBitToTheLastOrRefusesIt() {
        int readable = 0;
        for (String text : whole()) {
            for (int i = 0; i < text.length() * 6; i++) {
                String flipped = flip(text, i);
                for (int vendor : new int[] {0, VENDOR}) {
                    Said said = said(flipped, vendor);
                    if (said.verdict() != Verdict.NO) {
                        readable++;
                        assertTrue(TCString.decode(flipped).hashCode() != 0, flipped);
                    }
                }
            }
        }
        assertTrue(readable > 100, "most bits are of no concern here, such as those of dates");
    }

    static String flip(String text, int bit) {
        int at = bit / 6;
        int sextet = SEXTETS.indexOf(text.charAt(at));
        char other = sextet < 0 ? '!' : SEXTETS.charAt(sextet ^ 1 << bit % 6);
        return text.substring(0, at) + other + text.substring(at + 1);
    }
}
