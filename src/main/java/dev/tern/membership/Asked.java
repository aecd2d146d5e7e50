package dev.tern.membership;

import dev.tern.AudienceId;
import dev.tern.VisitorId;
import dev.tern.catalog.Catalog;
import dev.tern.catalog.LiveSite;
import dev.tern.json.Place;
import dev.tern.matching.RuleSet;
import dev.tern.problem.HttpProblem;
import dev.tern.rule.Window;
import jakarta.ws.rs.core.Response.Status;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What questions name in their path and query, found or refused. */
public final class Asked {
    /** Clocks differ: an instant that is past by no more than this is read as now. */
    private static final Duration PAST_MAX = Duration.ofMinutes(5);

    private static final String AT_FORM = "an instant between now and 540 days ahead, such as 2030-01-31T12:00:00Z";

    private Asked() {}

    /** The site of this ID. */
    public static LiveSite site(Catalog catalog, String site) {
        return catalog.site(site).orElseThrow(() -> HttpProblem.notFound("No such site"));
    }

    static RuleSet.Audience audience(LiveSite site, String audience) {
        return AudienceId.parse(audience)
                .flatMap(site.rules()::audience)
                .orElseThrow(() -> HttpProblem.notFound("No such audience"));
    }

    /** The visitor of this ID. */
    public static VisitorId visitor(String visitor) {
        return VisitorId.parse(visitor)
                .orElseThrow(() -> new HttpProblem(Status.BAD_REQUEST, "visitor: " + VisitorId.FORM));
    }

    static Optional<VisitorId> cursor(@Nullable String cursor) {
        return cursor == null
                ? Optional.empty()
                : Optional.of(VisitorId.parse(cursor)
                        .orElseThrow(() -> new HttpProblem(Status.BAD_REQUEST, "cursor: as the last page gave it")));
    }

    static int limit(String limit, int max) {
        String digits = limit.length() <= 6 && limit.chars().allMatch(c -> c >= '0' && c <= '9') ? limit : "0";
        int number = digits.isEmpty() ? 0 : Integer.parseInt(digits);
        if (number < 1 || number > max) {
            throw new HttpProblem(Status.BAD_REQUEST, "limit: a whole number from 1 to " + max);
        }
        return number;
    }

    /** The instant that the query asks about. */
    static long at(@Nullable String at, long nowMillis) {
        return at == null
                ? nowMillis
                : instant(at, nowMillis).orElseThrow(() -> new HttpProblem(Status.BAD_REQUEST, "at: " + AT_FORM));
    }

    /** The instant that the body asks about. */
    static long at(Place at, long nowMillis) {
        return instant(at.text(1, 40), nowMillis).orElseThrow(() -> at.refusal(AT_FORM));
    }

    private static Optional<Long> instant(String text, long nowMillis) {
        try {
            long millis = Instant.parse(text).toEpochMilli();
            boolean tooEarly = millis < nowMillis - PAST_MAX.toMillis();
            return tooEarly || millis > nowMillis + Window.MILLIS_MAX
                    ? Optional.empty()
                    : Optional.of(Math.max(millis, nowMillis));
        } catch (DateTimeParseException | ArithmeticException notAnInstant) {
            return Optional.empty();
        }
    }
}
