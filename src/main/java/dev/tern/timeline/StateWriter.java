package dev.tern.timeline;

import static dev.tern.timeline.HistoryCodec.AMOUNTS;
import static dev.tern.timeline.HistoryCodec.CODES;
import static dev.tern.timeline.HistoryCodec.DAYS;
import static dev.tern.timeline.HistoryCodec.GENERAL;
import static dev.tern.timeline.HistoryCodec.ONE_EVENT;
import static dev.tern.timeline.HistoryCodec.ONE_RUN;
import static dev.tern.timeline.HistoryCodec.POWERS_OF_TEN;
import static dev.tern.timeline.HistoryCodec.STEPS;
import static dev.tern.timeline.HistoryCodec.WITH_EARLIER;
import static dev.tern.timeline.HistoryCodec.isPlain;
import static dev.tern.timeline.HistoryCodec.scale;

import java.util.function.IntToLongFunction;
import java.util.function.IntUnaryOperator;

/** Writes the states of one history, in the shapes that {@link HistoryCodec} describes. */
final class StateWriter {
    final ByteWriter bytes = new ByteWriter();
    private long before;

    StateWriter(long base) {
        this.before = base;
    }

    void state(State state) {
        switch (state) {
            case Occurrences occurrences -> occurrences(occurrences);
            case ActiveDays days -> days(days);
            case Steps steps -> steps(steps);
            case Amounts amounts -> amounts(amounts);
        }
    }

    private void days(ActiveDays days) {
        head(DAYS, Ladder.code(days.windowMillis()));
        bytes.varint(days.runs());
        for (int i = days.runs() - 1; i >= 0; i--) {
            if (i == days.runs() - 1) {
                time(days.last(i));
            } else {
                bytes.varint(days.first(i + 1) - days.last(i) - 1);
            }
            bytes.varint(days.last(i) - days.first(i));
        }
    }

    private void steps(Steps steps) {
        head(STEPS, 0);
        bytes.varint(steps.size());
        for (int i = steps.size() - 1; i >= 0; i--) {
            if (i == steps.size() - 1) {
                time(steps.time(i));
            } else {
                bytes.varint(steps.time(i + 1) - steps.time(i) - 1);
            }
        }
    }

    private void amounts(Amounts amounts) {
        int scale = scale(amounts);
        head(AMOUNTS, scale);
        events(amounts.size(), amounts::time, amounts::tag);
        for (int i = 0; i < amounts.size(); i++) {
            bytes.zigZag(amounts.micros(i) / POWERS_OF_TEN[scale]);
        }
    }

    private void occurrences(Occurrences occurrences) {
        Saturation used = occurrences.saturation(0);
        if (isPlain(used, occurrences.saturations(), occurrences.events().size())) {
            long span = used.lastEvent(0) - used.runs().from(0);
            head(span == 0 ? ONE_EVENT : ONE_RUN, code(used));
            time(used.lastEvent(0));
            if (span != 0) {
                bytes.varint(span);
            }
            return;
        }
        boolean earlier = occurrences.saturations() > 1;
        head(earlier ? WITH_EARLIER : GENERAL, code(used));
        saturation(used);
        Moments events = occurrences.events();
        events(events.size(), events::time, events::tag);
        if (earlier) {
            bytes.varint(occurrences.saturations() - 1L);
            for (int i = 1; i < occurrences.saturations(); i++) {
                head(GENERAL, code(occurrences.saturation(i)));
                saturation(occurrences.saturation(i));
            }
        }
    }

    private static int code(Saturation saturation) {
        return Ladder.code(saturation.windowMillis());
    }

    private void head(int shape, int code) {
        bytes.varint((long) shape * CODES + code);
    }

    private void saturation(Saturation saturation) {
        Timeline runs = saturation.runs();
        bytes.varint(saturation.threshold());
        bytes.varint(runs.size());
        for (int i = runs.size() - 1; i >= 0; i--) {
            if (i == runs.size() - 1) {
                time(saturation.lastEvent(i));
            } else {
                bytes.varint(runs.from(i + 1) - runs.until(i) - 1);
            }
            bytes.varint(runs.until(i) - runs.from(i) - 1);
        }
    }

    private void events(int size, IntToLongFunction time, IntUnaryOperator tag) {
        int tagsSeen = 0;
        for (int i = 0; i < size; i++) {
            tagsSeen |= tag.applyAsInt(i);
        }
        boolean tagged = tagsSeen != 0;
        bytes.varint(2L * size + (tagged ? 1 : 0));
        for (int i = size - 1; i >= 0; i--) {
            if (i == size - 1) {
                time(time.applyAsLong(i));
            } else {
                bytes.varint(time.applyAsLong(i + 1) - time.applyAsLong(i));
            }
        }
        for (int i = 0; tagged && i < size; i++) {
            bytes.zigZag(tag.applyAsInt(i));
        }
    }

    private void time(long time) {
        bytes.zigZag(before - time);
        before = time;
    }
}
