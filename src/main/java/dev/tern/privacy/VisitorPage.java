package dev.tern.privacy;

import dev.tern.AudienceId;
import dev.tern.catalog.LiveSite;
import dev.tern.identity.VisitorCookie;
import dev.tern.membership.Explanation;
import dev.tern.membership.Seen;
import dev.tern.visitor.Lineage;
import dev.tern.visitor.VisitorRecord;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The visitor's own page, as its template takes it.
 *
 * @param owner the site's name
 * @param done what the visitor has just had done; empty for nothing
 * @param standing how it stands with the visitor, in sentences
 * @param identified whether the browser has an ID
 * @param consent under which consent it is kept, and for what use, in sentences; none where nothing is kept
 * @param until when the last of it is forgotten; null where nothing is kept
 */
@CheckedTemplate(basePath = "privacy", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
record VisitorPage(
        String site,
        String owner,
        String token,
        String done,
        List<String> standing,
        boolean identified,
        boolean optedOut,
        List<Audience> audiences,
        List<Kept> kept,
        List<String> consent,
        @Nullable Moment until,
        List<Stored> cookies)
        implements TemplateInstance {
    /** Of the events of one kind, how many are told, the latest; the download has all. */
    private static final int TOLD_MAX = 100;

    VisitorPage {
        standing = List.copyOf(standing);
        audiences = List.copyOf(audiences);
        kept = List.copyOf(kept);
        consent = List.copyOf(consent);
        cookies = List.copyOf(cookies);
    }

    /**
     * An instant.
     *
     * @param machine in ISO 8601
     * @param words for people, in the site's time zone
     */
    record Moment(String machine, String words) {
        static Moment of(Instant instant, ZoneId zone) {
            String words = DateTimeFormatter.ofPattern("d MMMM uuuu, HH:mm z", Locale.ENGLISH)
                    .format(instant.atZone(zone));
            return new Moment(instant.toString(), words);
        }
    }

    /** An audience that the visitor is in, and the conditions that make it so. */
    record Audience(String name, String description, Moment since, Moment until, List<Condition> why) {
        Audience {
            why = List.copyOf(why);
        }
    }

    /**
     * A part of a rule.
     *
     * @param holds whether it is true now; empty for a step of a sequence
     * @param parts its own parts
     */
    record Condition(String words, String holds, Happenings events, List<Condition> parts) {
        Condition {
            parts = List.copyOf(parts);
        }
    }

    /** What is kept of some events that count for the same. */
    record Kept(String what, Happenings events) {}

    /**
     * Events.
     *
     * @param earlier how many are left out
     */
    record Happenings(List<Happening> latest, int earlier) {
        Happenings {
            latest = List.copyOf(latest);
        }
    }

    /** An event; its number where one is kept, else empty. */
    record Happening(Moment time, String number) {}

    /**
     * A cookie that the site may set.
     *
     * @param here whether the browser has it
     */
    record Stored(String name, String purpose, String lifetime, boolean here) {}

    /**
     * The page for a browser.
     *
     * @param dossier of its visitor, where it has an ID
     * @param token for the forms
     * @param done what the visitor has just had done
     */
    static VisitorPage of(
            LiveSite site,
            VisitorCookie cookie,
            Browser browser,
            Optional<Dossier> dossier,
            String token,
            Optional<Action> done) {
        var words = new Words(site);
        Optional<Held> held = dossier.map(Dossier::held);
        return new VisitorPage(
                site.id().value(),
                site.settings().name(),
                token,
                done.filter(action -> action.isDone(browser)).map(Action::done).orElse(""),
                standing(browser, dossier),
                browser.visitor().isPresent(),
                browser.optedOut(),
                held.map(Held::audiences).orElse(List.of()).stream()
                        .map(belonging -> words.audience(belonging, dossier.orElseThrow()))
                        .toList(),
                held.map(Held::kept).orElse(List.of()).stream().map(words::kept).toList(),
                dossier.flatMap(Dossier::record)
                        .map(VisitorRecord::lineage)
                        .map(VisitorPage::consent)
                        .orElse(List.of()),
                held.map(Held::until).map(words::moment).orElse(null),
                stored(cookie, browser));
    }

    private static List<String> standing(Browser browser, Optional<Dossier> dossier) {
        List<String> standing = new ArrayList<>();
        if (browser.optedOut()) {
            standing.add("You have opted out: nothing of your visits is kept, and your browser is given no ID.");
        }
        for (String ask : browser.asks()) {
            standing.add(
                    "Your browser asks not to be tracked (%s). This site honours that: nothing of your visits is kept."
                            .formatted(ask));
        }
        standing.add(dossier.map(VisitorPage::standing)
                .orElse("Your browser has no ID of this site, so nothing that is kept is known to be yours."));
        return standing;
    }

    private static String standing(Dossier dossier) {
        if (dossier.gone().isPresent()) {
            return switch (dossier.gone().get()) {
                case ERASED ->
                    "What was kept under your browser’s ID is erased. Nothing more is kept under it; on your next visit your browser may be given a new one.";
                case WITHDRAWN ->
                    "You took your consent back, so what was kept under your browser’s ID is erased. Nothing more is kept under it.";
            };
        }
        return dossier.record().isPresent()
                ? "Your browser has an ID of this site, and what you see here is kept under it."
                : "Your browser has an ID of this site, but nothing is kept under it.";
    }

    private static List<String> consent(Lineage lineage) {
        String ground =
                switch (lineage.ground()) {
                    case POLICY ->
                        "It is kept since this site keeps visits unless the visitor objects, and you had not objected.";
                    case CONSENT -> "It is kept since you agreed to it on this site.";
                    case CONSENT_MODE -> "It is kept since you agreed to it on this site (Google consent mode).";
                    case TCF, GPP_TCF -> "It is kept since you agreed to it on this site (IAB TCF).";
                    case GPP_CANADA -> "It is kept since you agreed to it on this site (IAB TCF Canada).";
                };
        String use = lineage.use()
                ? "It is used to choose advertising for you, and for nothing else."
                : "It is not used for advertising, since you did not agree to that: whoever asks is told that you are in no audience.";
        return List.of(ground, use);
    }

    private static List<Stored> stored(VisitorCookie cookie, Browser browser) {
        String days = VisitorCookie.MAX_AGE.toDays() + " days";
        return List.of(
                new Stored(
                        cookie.name(),
                        "A random ID, by which this site knows your browser again",
                        days + " from your latest visit",
                        browser.visitor().isPresent()),
                new Stored(cookie.optOutName(), "Remembers that you have opted out", days, browser.optedOut()));
    }

    /** What is known, in words for a page of the site. */
    private record Words(LiveSite site) {
        Moment moment(Instant instant) {
            return Moment.of(instant, site.settings().timeZone());
        }

        Audience audience(Held.Belonging belonging, Dossier dossier) {
            List<Condition> why = site.rules()
                    .audience(new AudienceId(belonging.id()))
                    .map(dossier::explanation)
                    .map(explanation -> condition(explanation.rule()))
                    .map(rule -> rule.parts().isEmpty() ? List.of(rule) : rule.parts())
                    .orElse(List.of());
            return new Audience(
                    belonging.name(),
                    belonging.description(),
                    moment(belonging.from()),
                    moment(belonging.until()),
                    why);
        }

        Condition condition(Explanation.Part part) {
            String holds = part.holds() == null ? "" : part.holds() ? "true now" : "not true now";
            List<Condition> parts = Optional.ofNullable(part.parts()).orElse(List.of()).stream()
                    .map(this::condition)
                    .toList();
            return new Condition(
                    part.description(),
                    holds,
                    happenings(Optional.ofNullable(part.events()).orElse(List.of())),
                    parts);
        }

        Kept kept(Held.Kept kept) {
            return new Kept(kept.what(), happenings(kept.events()));
        }

        private Happenings happenings(List<Seen> events) {
            int earlier = Math.max(0, events.size() - TOLD_MAX);
            List<Happening> latest = events.subList(earlier, events.size()).stream()
                    .map(event -> new Happening(
                            moment(event.time()),
                            event.number() == null ? "" : event.number().toPlainString()))
                    .toList();
            return new Happenings(latest, earlier);
        }
    }
}
