package dev.tern.consent;

import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A way to say yes or no that the web knows. */
public enum Signal {
    /** Tern's own parameter: {@code granted} or {@code denied}. */
    CONSENT("consent"),
    /** The cookie of a visitor who opted out; any value. */
    OPT_OUT("opt_out"),
    /** IAB TCF: whether GDPR applies. */
    GDPR("gdpr"),
    /** IAB TCF: the consent string. */
    GDPR_CONSENT("gdpr_consent"),
    /** IAB GPP: the string. */
    GPP("gpp"),
    /** IAB GPP: the sections in force. */
    GPP_SID("gpp_sid"),
    /** IAB US Privacy. */
    US_PRIVACY("us_privacy"),
    /** Google consent mode. */
    AD_STORAGE("ad_storage"),
    /** Google consent mode. */
    AD_USER_DATA("ad_user_data"),
    /** Google consent mode. */
    AD_PERSONALIZATION("ad_personalization"),
    /** Google consent mode; says nothing about advertising. */
    ANALYTICS_STORAGE("analytics_storage"),
    /** Global Privacy Control, the header {@code Sec-GPC}. */
    GPC("gpc"),
    /** Do Not Track, the header {@code DNT}. */
    DNT("dnt");

    private static final Map<String, Signal> BY_PARAMETER = new HashMap<>();

    static {
        Arrays.stream(values()).forEach(signal -> BY_PARAMETER.put(signal.text, signal));
    }

    private static final Set<Signal> OF_SERVERS =
            Collections.unmodifiableSet(EnumSet.complementOf(EnumSet.of(OPT_OUT)));

    private final String text;

    Signal(String text) {
        this.text = text;
    }

    /** The signal that the query parameter of this name brings, where it brings one. */
    public static Optional<Signal> ofParameter(String name) {
        Signal signal = BY_PARAMETER.get(name);
        return signal == GPC || signal == DNT || signal == OPT_OUT ? Optional.empty() : Optional.ofNullable(signal);
    }

    /** Those that a server may send: the browser's headers too, but not the cookie, which is between the visitor and us. */
    public static Set<Signal> ofServers() {
        return OF_SERVERS;
    }

    /** As parameters and reasons write it. */
    public String text() {
        return text;
    }
}
