package dev.tern.privacy;

import static java.util.Objects.requireNonNull;

import dev.tern.AudienceId;
import dev.tern.catalog.LiveSite;
import dev.tern.membership.Explanation;
import dev.tern.membership.Seen;
import dev.tern.privacy.VisitorPage.Audience;
import dev.tern.privacy.VisitorPage.Condition;
import dev.tern.privacy.VisitorPage.Happening;
import dev.tern.privacy.VisitorPage.Happenings;
import dev.tern.privacy.VisitorPage.Kept;
import dev.tern.privacy.VisitorPage.Moment;
import dev.tern.visitor.Lineage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What is known of a visitor of the site, in words for the page. */
record PageWords(LiveSite site) {
    /** Of the events of one kind, how many are told, the latest; the download has all. */
    private static final int TOLD_MAX = 100;

    PageWords {
        requireNonNull(site, "site");
    }

    /** How it stands with the visitor, in sentences. */
    static List<String> standing(Browser browser, Optional<Dossier> dossier) {
        List<String> standing = new ArrayList<>();
        if (browser.optedOut()) {
            standing.add("You have opted out: nothing of your visits is kept, and your browser is given no ID.");
        }
        for (String ask : browser.asks()) {
            standing.add(
                    "Your browser asks not to be tracked (%s). This site honours that: nothing of your visits is kept."
                            .formatted(ask));
        }
        standing.add(dossier.map(PageWords::standing)
                .orElse("Your browser has no ID of this site, so nothing that is kept is known to be yours."));
        if (browser.refuses() && dossier.flatMap(Dossier::record).isPresent()) {
            standing.add("It was kept before, and is erased with your next visit, or now by the buttons below.");
        }
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

    /** Under which consent something is kept, and for what use, in sentences. */
    static List<String> consent(Lineage lineage) {
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
                belonging.name(), belonging.description(), moment(belonging.from()), moment(belonging.until()), why);
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
