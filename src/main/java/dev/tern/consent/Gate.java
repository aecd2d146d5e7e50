package dev.tern.consent;

import java.util.regex.Pattern;

/**
 * Makes one decision of all signals: the strictest wins.
 *
 * <p>The one signal that opens a site that requires consent is {@code consent=granted}. Strings of TCF and GPP are not
 * read: where they are sent they close every site, since what they say is unknown.
 */
public final class Gate {
    private static final Pattern US_PRIVACY = Pattern.compile("1[YyNn-]{3}");

    private Gate() {}

    /** Decides under the site's policy. */
    public static Decision decide(Signals signals, Policy policy) {
        Verdict strictest = Verdict.SILENT;
        Signal decisive = Signal.CONSENT;
        boolean anyYes = false;
        for (Signals.Sent sent : signals.sent()) {
            Verdict verdict = verdict(sent.signal(), sent.value());
            anyYes |= verdict == Verdict.YES;
            if (verdict.compareTo(strictest) > 0) {
                strictest = verdict;
                decisive = sent.signal();
            }
        }
        if (strictest.compareTo(Verdict.SILENT) > 0) {
            return new Decision(false, decisive.text());
        }
        boolean open = anyYes || policy == Policy.OPT_OUT;
        return new Decision(open, anyYes ? Signal.CONSENT.text() : Decision.NO_SIGNAL);
    }

    private static Verdict verdict(Signal signal, String value) {
        return switch (signal) {
            case CONSENT ->
                switch (value) {
                    case "granted" -> Verdict.YES;
                    case "denied" -> Verdict.REFUSAL;
                    default -> Verdict.NO;
                };
            case GPC, DNT -> value.equals("1") ? Verdict.REFUSAL : Verdict.SILENT;
            case US_PRIVACY -> usPrivacy(value);
            case AD_STORAGE, AD_USER_DATA, AD_PERSONALIZATION -> value.equals("granted") ? Verdict.SILENT : Verdict.NO;
            case ANALYTICS_STORAGE -> Verdict.SILENT;
            case GDPR -> value.equals("0") ? Verdict.SILENT : Verdict.NO;
            case GDPR_CONSENT, GPP, GPP_SID -> Verdict.NO;
        };
    }

    /** IAB US Privacy 1.0: version, notice, opt-out of sale, limited service provider agreement. */
    private static Verdict usPrivacy(String value) {
        if (!US_PRIVACY.matcher(value).matches()) {
            return Verdict.NO;
        }
        return Character.toUpperCase(value.charAt(2)) == 'Y' ? Verdict.REFUSAL : Verdict.SILENT;
    }
}
