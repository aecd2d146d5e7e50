package dev.tern.consent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** All signals with each other, under both policies and in all regions, against what is written about each alone. */
class GateMatrixTest {
    /** What a row of the table says: yes, yes but not to be used, silent, no, refusal. */
    private enum Row {
        YES,
        UNUSED,
        SILENT,
        NO,
        REFUSAL
    }

    /** @param sent such as {@code gdpr=1 gdpr_consent=…} */
    private record Option(String sent, Row row) {}

    private static final String TCF = Strings.vendors(1, 3, 4).encode();
    private static final String TCF_UNUSED = Strings.vendors(1, 3).encode();
    private static final String TCF_REFUSED = Strings.vendors(4).encode();

    private static final List<List<Option>> TABLE = List.of(
            List.of(
                    new Option("", Row.SILENT),
                    new Option("consent=granted", Row.YES),
                    new Option("consent=denied", Row.REFUSAL),
                    new Option("consent=Granted", Row.NO),
                    new Option("consent=granted consent=denied", Row.REFUSAL),
                    new Option("consent=${consent}", Row.NO)),
            List.of(new Option("", Row.SILENT), new Option("opt_out=no", Row.REFUSAL)),
            List.of(
                    new Option("", Row.SILENT),
                    new Option("gpc=0 dnt=yes", Row.SILENT),
                    new Option("gpc=0 gpc=1", Row.REFUSAL),
                    new Option("dnt=1", Row.REFUSAL)),
            List.of(
                    new Option("", Row.SILENT),
                    new Option("analytics_storage=denied", Row.SILENT),
                    new Option("ad_storage=granted ad_user_data=granted", Row.SILENT),
                    new Option("ad_storage=granted ad_user_data=granted ad_personalization=granted", Row.YES),
                    new Option("ad_storage=granted ad_user_data=granted ad_personalization=denied", Row.NO),
                    new Option("ad_storage={{x}}", Row.NO)),
            List.of(
                    new Option("", Row.SILENT),
                    new Option("us_privacy=1ynn", Row.SILENT),
                    new Option("us_privacy=1nYn", Row.REFUSAL),
                    new Option("us_privacy=1NN", Row.NO)),
            List.of(
                    new Option("", Row.SILENT),
                    new Option("gdpr=0", Row.SILENT),
                    new Option("gdpr=1", Row.NO),
                    new Option("gdpr=yes", Row.NO),
                    new Option("gdpr=${GDPR} gdpr_consent=" + TCF, Row.NO),
                    new Option("gdpr=0 gdpr_consent=" + TCF, Row.YES),
                    new Option("gdpr=1 gdpr_consent=" + TCF_UNUSED, Row.UNUSED),
                    new Option("gdpr_consent=" + TCF_REFUSED, Row.REFUSAL),
                    new Option("gdpr_consent=" + TCF + " gdpr_consent=" + TCF_REFUSED, Row.REFUSAL),
                    new Option("gdpr=0 gdpr_consent=" + TCF.substring(0, 40), Row.NO)),
            List.of(
                    new Option("", Row.SILENT),
                    new Option("gpp_sid=-1", Row.SILENT),
                    new Option("gpp_sid=7", Row.NO),
                    new Option("gpp=DBABTA~1YYN gpp_sid=-1", Row.SILENT),
                    new Option("gpp=DBABTA~1YYN gpp_sid=-1 gpp_sid=6", Row.REFUSAL),
                    new Option("gpp=" + Strings.gpp(2, TCF) + " gpp_sid=2", Row.YES),
                    new Option("gpp=" + Strings.gpp(2, TCF_UNUSED), Row.UNUSED),
                    new Option("gpp=" + Strings.gpp(9, "SaleOptOut", 1), Row.REFUSAL),
                    new Option("gpp=" + Strings.gpp(9, "SaleOptOut", 2), Row.SILENT),
                    new Option("gpp=" + Strings.gpp(9, "SaleOptOut", 2) + " gpp_sid=8", Row.NO)));

    private record Place(String region, Policy ofRequired, Policy ofOptOut) {}

    private static final List<Place> PLACES = List.of(
            new Place("", Policy.REQUIRED, Policy.OPT_OUT),
            new Place("FR", Policy.REQUIRED, Policy.OPT_OUT),
            new Place("de", Policy.REQUIRED, Policy.REQUIRED),
            new Place("us", Policy.OPT_OUT, Policy.OPT_OUT),
            new Place("US-CA", Policy.REQUIRED, Policy.REQUIRED),
            new Place("us-ny", Policy.OPT_OUT, Policy.OPT_OUT),
            new Place("US,DE", Policy.REQUIRED, Policy.REQUIRED),
            new Place("US,FR", Policy.REQUIRED, Policy.OPT_OUT),
            new Place("US,US-NY", Policy.REQUIRED, Policy.OPT_OUT));

    private static final Regions REGIONS = new Regions("X-Country", Set.of("DE", "US-CA"), Set.of("US"));

    @Test
    void decidesAsTheTableSays() {
        int[] decided = {0};
        each(0, new ArrayList<>(), options -> {
            for (Policy policy : Policy.values()) {
                Place place = PLACES.get(decided[0] % PLACES.size());
                Policy there = policy == Policy.REQUIRED ? place.ofRequired : place.ofOptOut;

                Decision decision = Gate.decide(
                        signals(options, place.region),
                        new Terms(policy, Optional.of(REGIONS), OptionalInt.of(Strings.VENDOR)));

                String what = policy + " " + place + " " + options;
                assertEquals(expected(options, there), verdict(decision), what);
                decided[0]++;
            }
        });
        assertTrue(decided[0] > 100_000, () -> decided[0] + " decisions");
    }

    @Test
    void decidesByTheRegion() {
        for (Place place : PLACES) {
            for (Policy policy : Policy.values()) {
                Policy there = policy == Policy.REQUIRED ? place.ofRequired : place.ofOptOut;

                Decision decision = Gate.decide(
                        signals(List.of(), place.region), new Terms(policy, Optional.of(REGIONS), OptionalInt.empty()));

                assertEquals(there == Policy.OPT_OUT, decision.store(), place + " " + policy);
            }
        }
    }

    private interface Taker {
        void take(List<Option> options);
    }

    private static void each(int from, List<Option> taken, Taker taker) {
        if (from == TABLE.size()) {
            taker.take(taken);
            return;
        }
        for (Option option : TABLE.get(from)) {
            taken.add(option);
            each(from + 1, taken, taker);
            taken.removeLast();
        }
    }

    private static Signals signals(List<Option> options, String region) {
        var signals = new Signals();
        for (Option option : options) {
            for (String each : option.sent.isEmpty() ? new String[0] : option.sent.split(" ")) {
                String[] pair = each.split("=", 2);
                signals.add(GateTest.signal(pair[0]), pair[1]);
            }
        }
        signals.addRegion(region);
        return signals;
    }

    private static String verdict(Decision decision) {
        return "store %s use %s refused %s".formatted(decision.store(), decision.use(), decision.refused());
    }

    private static String expected(List<Option> options, Policy policy) {
        boolean refused = has(options, Row.REFUSAL);
        boolean denied = refused || has(options, Row.NO);
        boolean agreed = has(options, Row.YES) || has(options, Row.UNUSED);
        boolean store = !denied && (agreed || policy == Policy.OPT_OUT);
        return "store %s use %s refused %s".formatted(store, store && !has(options, Row.UNUSED), refused);
    }

    private static boolean has(List<Option> options, Row row) {
        for (Option option : options) {
            if (option.row == row) {
                return true;
            }
        }
        return false;
    }
}
