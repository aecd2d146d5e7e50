package dev.tern.consent;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GateTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # signals                                    | required        | opt-out
                                                         | no: no_signal   | yes
            consent=granted                              | yes             | yes
            consent=denied                               | no: consent     | no: consent
            consent=maybe                                | no: consent     | no: consent
            consent=GRANTED                              | no: consent     | no: consent
            consent=granted consent=denied               | no: consent     | no: consent
            consent=granted gpc=1                        | no: gpc         | no: gpc
            gpc=0                                        | no: no_signal   | yes
            consent=granted dnt=1                        | no: dnt         | no: dnt
            gpc=1                                        | no: gpc         | no: gpc
            us_privacy=1YNN                              | no: no_signal   | yes
            us_privacy=1nyn consent=granted              | no: us_privacy  | no: us_privacy
            us_privacy=1---                              | no: no_signal   | yes
            us_privacy=1Y                                | no: us_privacy  | no: us_privacy
            ad_storage=granted                           | no: no_signal   | yes
            ad_storage=granted ad_user_data=granted ad_personalization=granted | yes | yes
            opt_out=0 consent=granted                    | no: opt_out     | no: opt_out
            ad_storage=denied consent=granted            | no: ad_storage  | no: ad_storage
            ad_user_data=${x}                            | no: ad_user_data | no: ad_user_data
            analytics_storage=denied consent=granted     | yes             | yes
            gdpr=0 consent=granted                       | yes             | yes
            gdpr=1 consent=granted                       | no: gdpr        | no: gdpr
            gdpr=0 gdpr_consent=CPx consent=granted      | no: gdpr_consent | no: gdpr_consent
            gpp=DBA consent=granted                      | no: gpp         | no: gpp
            gpp=DBAA consent=granted                     | yes             | yes
            gpp=DBAA gpp_sid=-1                          | no: no_signal   | yes
            gpp_sid=7                                    | no: gpp_sid     | no: gpp_sid
            """)
    void decidesByTheStrictestSignal(String sent, String required, String optOut) {
        assertEquals(required, decide(sent, Policy.REQUIRED));
        assertEquals(optOut, decide(sent, Policy.OPT_OUT));
    }

    private static String decide(String sent, Policy policy) {
        Decision decision = Gate.decide(signals(sent), Terms.of(policy));
        return decision.store() ? "yes" : "no: " + decision.reason();
    }

    private static Signals signals(String sent) {
        var signals = new Signals();
        for (String each : sent == null ? new String[0] : sent.split(" ")) {
            String[] pair = each.split("=", 2);
            signals.add(signal(pair[0]), pair[1]);
        }
        return signals;
    }

    static Signal signal(String text) {
        for (Signal signal : Signal.values()) {
            if (signal.text().equals(text)) {
                return signal;
            }
        }
        throw new IllegalArgumentException(text);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            consent=granted                                                    | CONSENT      | consent
            ad_storage=granted ad_user_data=granted ad_personalization=granted | CONSENT_MODE | ad_storage
            gpc=0                                                              | POLICY       | no_signal
            """)
    void saysUnderWhichYes(String sent, Ground ground, String reason) {
        Decision decision = Gate.decide(signals(sent), Terms.of(Policy.OPT_OUT));

        assertEquals(new Decision(true, true, false, ground, reason), decision);
    }

    @Test
    void saysUnderWhichStringOfTheIab() {
        String tcf = Strings.publishers(1, 3).encode();

        assertEquals(
                new Decision(true, false, false, Ground.TCF, "gdpr_consent"),
                Gate.decide(signals("gdpr_consent=" + tcf), Terms.of(Policy.REQUIRED)));
        assertEquals(
                new Decision(true, false, false, Ground.GPP_TCF, "gpp"),
                Gate.decide(signals("gpp=" + Strings.gpp(2, tcf)), Terms.of(Policy.REQUIRED)));
        assertEquals(
                new Decision(true, true, false, Ground.GPP_CANADA, "gpp"),
                Gate.decide(
                        signals("gpp=" + Strings.gpp(5, Strings.canada(1, 3, 4).encode())), Terms.of(Policy.REQUIRED)));
    }

    @Test
    void numbersEveryGroundInThreeBits() {
        assertEquals(
                List.of(0, 1, 2, 3, 4, 5),
                Arrays.stream(Ground.values()).map(Ground::number).toList());
    }
}
