package dev.tern.privacy;

import dev.tern.catalog.LiveSite;
import dev.tern.identity.VisitorCookie;
import dev.tern.visitor.VisitorRecord;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
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
        var words = new PageWords(site);
        Optional<Held> held = dossier.map(Dossier::held);
        return new VisitorPage(
                site.id().value(),
                site.settings().name(),
                token,
                done.filter(action -> action.isDone(browser)).map(Action::done).orElse(""),
                PageWords.standing(browser, dossier),
                browser.visitor().isPresent(),
                browser.optedOut(),
                held.map(Held::audiences).orElse(List.of()).stream()
                        .map(belonging -> words.audience(belonging, dossier.orElseThrow()))
                        .toList(),
                held.map(Held::kept).orElse(List.of()).stream().map(words::kept).toList(),
                dossier.flatMap(Dossier::record)
                        .map(VisitorRecord::lineage)
                        .map(PageWords::consent)
                        .orElse(List.of()),
                held.map(Held::until).map(words::moment).orElse(null),
                stored(cookie, browser));
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
}
