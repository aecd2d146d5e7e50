package dev.tern.consent;

import static dev.tern.consent.Strings.VENDOR;
import static dev.tern.consent.Strings.gpp;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.iab.gpp.encoder.GppModel;
import com.iab.gpp.encoder.datatype.RangeEntry;
import com.iab.gpp.encoder.field.HeaderV1Field;
import com.iab.gpp.encoder.field.TcfCaV1Field;
import com.iab.gpp.encoder.section.HeaderV1;
import com.iab.gpp.encoder.section.TcfCaV1;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class GppTest {
    private static final String CHILD = "KnownChildSensitiveDataConsents";
    private static final List<String> OPT_OUTS = List.of("SaleOptOut", "SharingOptOut", "TargetedAdvertisingOptOut");

    private static Verdict verdict(String text, String sections) {
        return Gpp.said(text, sections, VENDOR).verdict();
    }

    static IntStream states() {
        return IntStream.rangeClosed(7, 22);
    }

    @ParameterizedTest
    @MethodSource("states")
    void readsAnOptOutInEveryState(int section) {
        assertEquals(Verdict.SILENT, verdict(gpp(section, "SaleOptOut", 2), ""));
        for (String optOut : OPT_OUTS) {
            if (has(section, optOut)) {
                assertEquals(Verdict.REFUSAL, verdict(gpp(section, optOut, 1), ""), optOut);
            }
        }
        if (has(section, "Gpc")) {
            assertEquals(Verdict.REFUSAL, verdict(gpp(section, "Gpc", true), ""));
            assertEquals(Verdict.SILENT, verdict(gpp(section, "Gpc", false), ""));
        }
        for (String child : children(section)) {
            assertEquals(Verdict.REFUSAL, verdict(child, ""), child);
        }
    }

    private static boolean has(int section, String field) {
        GppModel model = new GppModel();
        model.setFieldValue(section, "SaleOptOut", 0);
        return model.hasField(section, field);
    }

    /** A string for each age in which that one is a known child's without consent. */
    private static List<String> children(int section) {
        GppModel model = new GppModel();
        model.setFieldValue(section, "SaleOptOut", 0);
        if (!(model.getFieldValue(section, CHILD) instanceof List<?> ages)) {
            return List.of(gpp(section, CHILD, 1));
        }
        List<String> children = new ArrayList<>();
        for (int i = 0; i < ages.size(); i++) {
            List<Integer> each = new ArrayList<>(Collections.nCopies(ages.size(), 0));
            each.set(i, 1);
            children.add(gpp(section, CHILD, each));
        }
        return children;
    }

    @ParameterizedTest
    @MethodSource("states")
    void readsEveryStateToItsLastBit(int section) {
        for (String field : has(section, "Gpc") ? List.of("SaleOptOut", "Gpc") : List.of("SaleOptOut")) {
            String text = gpp(section, field, field.equals("Gpc") ? true : 1);
            int core = text.indexOf('.') < 0 ? text.length() : text.indexOf('.');

            for (int end = 0; end < text.length(); end++) {
                Verdict cut = verdict(text.substring(0, end), Integer.toString(section));
                assertTrue(cut == Verdict.NO || end == core, text.substring(0, end));
            }
            for (int i = 0; i < text.length() * 6; i++) {
                assertNotEquals(Verdict.YES, verdict(TcfTest.flip(text, i), ""));
            }
        }
    }

    @Test
    void knowsTheVersionsOfTheNationalSection() {
        String second = gpp(7, "Version", 2);

        assertEquals(Verdict.SILENT, verdict(second, "7"));
        assertEquals(Verdict.NO, verdict(gpp(7, "Version", 3), "7"));
        assertEquals(Verdict.NO, verdict(gpp(8, "Version", 2), "8"));
        assertEquals(Verdict.SILENT, verdict("DBABL~BVQqAAAAAgA", "7"), "version 1, of 12 kinds of sensitive data");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            DBAA                 | ''    | SILENT
            DBAA                 | -1    | SILENT
            broken               | -1    | SILENT
            DBAA                 | 7     | NO
            ''                   | 7     | NO
            ${GPP_STRING_755}    | ''    | NO
            DBABTA~1YNN          | ''    | SILENT
            DBABTA~1YNN          | 6     | SILENT
            DBABTA~1YYN          | 6     | REFUSAL
            DBABTA~1XYN          | 6     | NO
            DBABTA~1YYN          | 7     | NO
            DBABTA~1YYN          | -1    | SILENT
            DBABTA~1YNN          | '6,'  | NO
            DBABTA~1YNN          | '6 '  | NO
            DBABTA~1YNN          | '6,6' | SILENT
            DBABTA~1YNN          | 6,-1  | NO
            DBABTA~1YNN          | x     | NO
            DBABTA~1YNN          | ${GPP_SID} | NO
            DBABTA               | 6     | NO
            DBABTA~1YNN~1YNN     | 6     | NO
            CBABTA~1YNN          | 6     | NO
            DCABTA~1YNN          | 6     | NO
            """)
    void readsTheHeader(String text, String sections, Verdict verdict) {
        assertEquals(verdict, verdict(text, sections));
    }

    @Test
    void readsNoSectionThatItsDecoderDoesNotKnow() {
        HeaderV1 header = new HeaderV1();
        header.setFieldValue(HeaderV1Field.SECTION_IDS, List.of(UsSection.LAST + 1));
        String unknown = header.encode();

        assertEquals(Verdict.NO, verdict(unknown + "~BAAA", ""));
        assertEquals(Verdict.NO, verdict(unknown + "~BAAA", "23"));
    }

    @Test
    void readsOnlyTheSectionsInForce() {
        GppModel model = new GppModel();
        model.decodeSection(2, Strings.vendors(1, 3, 4).encode());
        model.setFieldValue(7, "SaleOptOut", 1);
        model.setFieldValue(8, "SaleOptOut", 2);
        String text = model.encode();

        assertEquals(Said.yes(Ground.GPP_TCF, true), Gpp.said(text, "2", VENDOR));
        assertEquals(Said.yes(Ground.GPP_TCF, true), Gpp.said(text, "2,8", VENDOR));
        assertEquals(Verdict.REFUSAL, verdict(text, "2,7"));
        assertEquals(Verdict.REFUSAL, verdict(text, ""));
        assertEquals(Verdict.SILENT, verdict(text, "8"));
    }

    static Stream<Arguments> canada() {
        TcfCaV1 restricted = Strings.canada(1, 3, 4);
        restricted.setFieldValue(
                TcfCaV1Field.PUB_RESTRICTIONS, List.of(new RangeEntry(3, 0, new ArrayList<>(List.of(VENDOR)))));
        TcfCaV1 unused = Strings.canada(1, 3, 4);
        unused.setFieldValue(
                TcfCaV1Field.PUB_RESTRICTIONS, List.of(new RangeEntry(4, 0, new ArrayList<>(List.of(VENDOR)))));
        TcfCaV1 implied = Strings.canada(1, 4);
        implied.setFieldValue(TcfCaV1Field.PURPOSES_IMPLIED_CONSENT, Strings.bits(3));
        implied.setFieldValue(TcfCaV1Field.PUB_PURPOSES_IMPLIED_CONSENT, Strings.bits(3));
        TcfCaV1 others = Strings.canada(1, 3, 4);
        others.setFieldValue(TcfCaV1Field.VENDOR_EXPRESS_CONSENT, List.of(12));
        TcfCaV1 many = Strings.canada(1, 3, 4);
        many.setFieldValue(
                TcfCaV1Field.VENDOR_EXPRESS_CONSENT,
                IntStream.rangeClosed(1, 12_000).boxed().toList());
        Said used = Said.yes(Ground.GPP_CANADA, true);
        Said stored = Said.yes(Ground.GPP_CANADA, false);
        return Stream.of(
                Arguments.of("all", Strings.canada(1, 3, 4), used, used),
                Arguments.of("no purpose 4", Strings.canada(1, 3), stored, stored),
                Arguments.of("no purpose 3", Strings.canada(1, 4), Said.REFUSAL, Said.REFUSAL),
                Arguments.of("implied alone", implied, Said.REFUSAL, Said.REFUSAL),
                Arguments.of("purpose 3 forbidden", restricted, Said.NO, used),
                Arguments.of("purpose 4 forbidden", unused, stored, used),
                Arguments.of("another vendor", others, Said.NO, used),
                Arguments.of("a range that the decoder of GPP drops", many, used, used));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("canada")
    void readsCanada(String name, TcfCaV1 section, Said vendor, Said publisher) {
        String text = gpp(5, section.encode());

        assertEquals(vendor, Gpp.said(text, "5", VENDOR), name);
        assertEquals(publisher, Gpp.said(text, "", 0), name);
    }

    @Test
    void readsCanadaToItsLastBit() {
        String text = gpp(5, Strings.canada(1, 3, 4).encode());
        int core = text.indexOf('.');
        int readable = 0;

        for (int end = 0; end < text.length(); end++) {
            assertEquals(Verdict.NO, Gpp.said(text.substring(0, end), "", 0).verdict(), text.substring(0, end));
            boolean whole = end >= core - 3 && end <= core;
            assertTrue(whole || verdict(text.substring(0, end), "") == Verdict.NO, text.substring(0, end));
        }
        for (int i = 0; i < text.length() * 6; i++) {
            readable += verdict(TcfTest.flip(text, i), "") == Verdict.NO ? 0 : 1;
        }
        assertTrue(readable > 100, "most bits are of no concern here, such as those of dates");
    }
}
