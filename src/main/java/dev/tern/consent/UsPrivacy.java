package dev.tern.consent;

import java.util.regex.Pattern;

/** Reads IAB US Privacy 1.0: version, notice, opt-out of sale, limited service provider agreement. */
final class UsPrivacy {
    private static final Pattern FORM = Pattern.compile("1[YyNn-]{3}");

    private UsPrivacy() {}

    static Said said(String text) {
        if (!FORM.matcher(text).matches()) {
            return Said.NO;
        }
        return Character.toUpperCase(text.charAt(2)) == 'Y' ? Said.REFUSAL : Said.SILENT;
    }
}
