package dev.tern.timeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

class ActiveDaysTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final ZoneId NEW_YORK = ZoneId.of("America/New_York");
    private static final long HOUR = 3_600_000;
    private static final long DAY = 24 * HOUR;
    private static final Need.Days WEEK = Need.Days.of(BERLIN, 7 * DAY, 0);
    private static final Need.Days TWO_HOURS = Need.Days.of(BERLIN, 2 * HOUR, 5 * DAY);

    @Test
    void keepsTheFirstAndTheLastTimeOfADay() {
        ActiveDays days = days(WEEK, "2025-06-02T08:00:00Z", "2025-06-02T12:00:00Z", "2025-06-02T20:00:00Z");

        assertEquals(1, days.runs());
        assertEquals(at("2025-06-02T08:00:00Z"), days.first(0));
        assertEquals(at("2025-06-02T20:00:00Z"), days.last(0));
    }

    @Test
    void countsADayUntilTheWindowAfterItsLastEventIsOver() {
        ActiveDays days = days(WEEK, "2025-06-02T08:00:00Z", "2025-06-02T20:00:00Z");

        assertEquals(
                Timeline.of(at("2025-06-02T08:00:00Z"), at("2025-06-09T20:00:00Z")), days.atLeast(1, BERLIN, 7 * DAY));
        assertEquals(Timeline.NEVER, days.atLeast(2, BERLIN, 7 * DAY));
    }

    @Test
    void tellsTwoDaysApartAtTheMidnightOfTheZone() {
        ActiveDays days = days(WEEK, "2025-06-02T21:59:59.999Z", "2025-06-02T22:00:00Z");

        assertEquals(2, days.runs());
        assertEquals(
                Timeline.of(at("2025-06-02T22:00:00Z"), at("2025-06-09T21:59:59.999Z")),
                days.atLeast(2, BERLIN, 7 * DAY));
    }

    @Test
    void knowsThatTheDayIsAnHourLongerWhenTheClocksGoBack() {
        ActiveDays days = days(WEEK, "2025-10-25T22:00:00Z", "2025-10-26T22:59:59.999Z", "2025-10-26T23:00:00Z");

        assertEquals(2, days.runs());
        assertEquals(at("2025-10-26T23:00:00Z"), days.first(1));
    }

    @Test
    void keepsEachVisitWhereAWindowIsShorterThanADay() {
        ActiveDays days = days(TWO_HOURS, "2025-06-02T08:00:00Z", "2025-06-02T10:00:00Z", "2025-06-02T12:00:00.001Z");

        assertEquals(2, days.runs());
        assertEquals(
                Timeline.ofEdges(
                        at("2025-06-02T08:00:00Z"), at("2025-06-02T12:00:00Z"),
                        at("2025-06-02T12:00:00.001Z"), at("2025-06-02T14:00:00.001Z")),
                days.atLeast(1, BERLIN, 2 * HOUR));
    }

    @Test
    void isTheSameForAnEventBetweenTheFirstAndTheLast() {
        ActiveDays days = days(WEEK, "2025-06-02T08:00:00Z", "2025-06-02T20:00:00Z");

        assertSame(days, days.add(at("2025-06-02T09:00:00Z"), WEEK, at("2025-06-02T21:00:00Z")));
    }

    @Test
    void joinsTwoVisitsByALateOneBetweenThem() {
        ActiveDays days = days(TWO_HOURS, "2025-06-02T08:00:00Z", "2025-06-02T11:00:00Z", "2025-06-02T09:30:00Z");

        assertEquals(1, days.runs());
        assertEquals(at("2025-06-02T08:00:00Z"), days.first(0));
        assertEquals(at("2025-06-02T11:00:00Z"), days.last(0));
    }

    @Test
    void letsNobodyInWhoIsOverOnArrivalAndForgetsDaysWhole() {
        ActiveDays days = days(WEEK, "2025-06-02T08:00:00Z", "2025-06-02T20:00:00Z");

        assertTrue(ActiveDays.NONE
                .add(at("2025-06-02T08:00:00Z"), WEEK, at("2025-06-09T08:00:00Z"))
                .isEmpty());
        assertSame(days, WEEK.expire(days, at("2025-06-09T19:59:59.999Z")));
        assertTrue(WEEK.expire(days, at("2025-06-09T20:00:00Z")).isEmpty());
    }

    @Test
    void knowsItsLatestEvent() {
        assertEquals(Timeline.NO_BEGINNING, ActiveDays.NONE.latestMillis());
        assertEquals(
                at("2025-06-02T20:00:00Z"), days(WEEK, "2025-06-02T20:00:00Z").latestMillis());
    }

    @Test
    void joinsTheVisitsOfADayWhenNoWindowIsShorterAnyMore() {
        ActiveDays visits = days(TWO_HOURS, "2025-06-02T08:00:00Z", "2025-06-02T20:00:00Z");

        ActiveDays day = visits.adapt(WEEK);

        assertEquals(1, day.runs());
        assertEquals(WEEK.windowMillis(), day.windowMillis());
    }

    @Test
    void knowsADayByItsTwoEndsWhenAShorterWindowSplitsIt() {
        ActiveDays day = days(WEEK, "2025-06-02T08:00:00Z", "2025-06-02T12:00:00Z", "2025-06-02T20:00:00Z");

        ActiveDays visits = day.adapt(TWO_HOURS);

        assertEquals(
                Timeline.ofEdges(
                        at("2025-06-02T08:00:00Z"), at("2025-06-02T10:00:00Z"),
                        at("2025-06-02T20:00:00Z"), at("2025-06-02T22:00:00Z")),
                visits.atLeast(1, BERLIN, 2 * HOUR));
    }

    @Test
    void countsTheDaysOfAnotherZoneByWhatIsKnown() {
        ActiveDays inBerlin = days(WEEK, "2025-06-02T03:00:00Z", "2025-06-02T05:00:00Z");
        Need.Days week = Need.Days.of(NEW_YORK, 7 * DAY, 0);

        ActiveDays inNewYork = inBerlin.adapt(week);

        assertEquals(2, inNewYork.runs());
        assertEquals(
                Timeline.of(at("2025-06-02T05:00:00Z"), at("2025-06-09T03:00:00Z")),
                inNewYork.atLeast(2, NEW_YORK, 7 * DAY));
    }

    private static ActiveDays days(Need.Days need, String... instants) {
        ActiveDays days = ActiveDays.NONE;
        for (String instant : instants) {
            days = days.add(at(instant), need, at(instant));
        }
        return days;
    }

    private static long at(String instant) {
        return Instant.parse(instant).toEpochMilli();
    }
}
