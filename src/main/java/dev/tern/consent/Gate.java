package dev.tern.consent;

import java.util.List;

/**
 * Makes one decision of all signals: any no denies, and without one the site's policy speaks.
 *
 * <p>What strings of TCF and GPP say is remembered, so that deciding costs a few hash tables' worth.
 */
public final class Gate {
    private static final String GRANTED = "granted";
    private static final int ALL_MODES = 0b111;
    private static final Said CONSENTED = Said.yes(Ground.CONSENT, true);
    private static final Said MODES_GRANTED = Said.yes(Ground.CONSENT_MODE, true);

    private static final Heard TCF = new Heard((text, _, vendor) -> Tcf.said(text, vendor, Ground.TCF));
    private static final Heard GPP = new Heard(Gpp::said);

    private boolean refused;
    private Verdict strictest = Verdict.SILENT;
    private Signal decisive = Signal.CONSENT;
    private boolean use = true;
    private boolean consented;
    private Ground ground = Ground.POLICY;
    private Signal grounding = Signal.CONSENT;

    private Gate() {}

    /** Decides on the site's terms. */
    public static Decision decide(Signals signals, Terms terms) {
        var gate = new Gate();
        gate.hear(signals.sent(), terms.tcfVendorId().orElse(0));
        return gate.decision(terms, signals.regions());
    }

    private void hear(List<Signals.Sent> sent, int vendor) {
        int modes = 0;
        boolean gdpr = false;
        boolean tcf = false;
        boolean gpp = false;
        for (int i = 0; i < sent.size(); i++) {
            Signals.Sent each = sent.get(i);
            Signal signal = each.signal();
            String value = each.value();
            if (signal == Signal.ANALYTICS_STORAGE) {
                continue;
            }
            if (isUnfilled(value)) {
                count(signal, Said.NO);
                continue;
            }
            switch (signal) {
                case CONSENT -> count(signal, consent(value));
                case OPT_OUT -> count(signal, Said.REFUSAL);
                case GPC, DNT -> count(signal, hasOne(value) ? Said.REFUSAL : Said.SILENT);
                case US_PRIVACY -> count(signal, UsPrivacy.said(value));
                case AD_STORAGE, AD_USER_DATA, AD_PERSONALIZATION -> {
                    modes |= mode(signal);
                    count(signal, value.equals(GRANTED) ? Said.SILENT : Said.NO);
                }
                case GDPR -> gdpr |= !value.equals("0");
                case GDPR_CONSENT -> {
                    tcf = true;
                    count(signal, TCF.said(value, "", vendor));
                }
                case GPP, GPP_SID -> gpp = true;
                case ANALYTICS_STORAGE -> {}
            }
        }
        if (gdpr && !tcf) {
            count(Signal.GDPR, Said.NO);
        }
        if (modes == ALL_MODES) {
            count(Signal.AD_STORAGE, MODES_GRANTED);
        }
        if (gpp) {
            hearGpp(sent, vendor);
        }
    }

    /** Every string that was sent, with all sections that were named for it. */
    private void hearGpp(List<Signals.Sent> sent, int vendor) {
        boolean any = false;
        for (Signals.Sent each : sent) {
            if (each.signal() == Signal.GPP) {
                any = true;
                hearSections(sent, Signal.GPP, each.value(), vendor);
            }
        }
        if (!any) {
            hearSections(sent, Signal.GPP_SID, "", vendor);
        }
    }

    private void hearSections(List<Signals.Sent> sent, Signal signal, String text, int vendor) {
        boolean any = false;
        for (Signals.Sent each : sent) {
            if (each.signal() == Signal.GPP_SID) {
                any = true;
                count(signal, GPP.said(text, each.value(), vendor));
            }
        }
        if (!any) {
            count(signal, GPP.said(text, "", vendor));
        }
    }

    private void count(Signal signal, Said said) {
        Verdict verdict = said.verdict();
        use &= said.use();
        refused |= verdict == Verdict.REFUSAL;
        if (verdict == Verdict.YES && (!consented || said.ground().compareTo(ground) > 0)) {
            consented = true;
            ground = said.ground();
            grounding = signal;
        }
        boolean earlier = verdict == strictest && signal.compareTo(decisive) < 0;
        if (verdict.denies() && (verdict.compareTo(strictest) > 0 || earlier)) {
            strictest = verdict;
            decisive = signal;
        }
    }

    private Decision decision(Terms terms, List<String> regions) {
        if (strictest.denies()) {
            return new Decision(false, false, refused, Ground.POLICY, decisive.text());
        }
        if (consented) {
            return new Decision(true, use, false, ground, grounding.text());
        }
        Policy policy = terms.regions().isPresent() && !regions.isEmpty()
                ? terms.regions().get().policy(regions, terms.policy())
                : terms.policy();
        boolean open = policy == Policy.OPT_OUT;
        return new Decision(open, open && use, false, Ground.POLICY, Decision.NO_SIGNAL);
    }

    private static int mode(Signal signal) {
        return signal == Signal.AD_STORAGE ? 1 : signal == Signal.AD_USER_DATA ? 2 : 4;
    }

    private static Said consent(String value) {
        return switch (value) {
            case GRANTED -> CONSENTED;
            case "denied" -> Said.REFUSAL;
            default -> Said.NO;
        };
    }

    /** Headers that come twice may arrive as one, separated by commas. */
    private static boolean hasOne(String value) {
        if (value.indexOf(',') < 0) {
            return value.strip().equals("1");
        }
        for (String each : value.split(",", -1)) {
            if (each.strip().equals("1")) {
                return true;
            }
        }
        return false;
    }

    /** Whether it is a macro that nobody filled in. */
    private static boolean isUnfilled(String value) {
        return value.indexOf('{') >= 0 && (value.contains("${") || value.contains("{{"));
    }
}
