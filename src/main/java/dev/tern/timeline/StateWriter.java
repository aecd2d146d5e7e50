package dev.tern.timeline;

import static dev.tern.timeline.HistoryCodec.CODES;
import static dev.tern.timeline.HistoryCodec.COUNTED;
import static dev.tern.timeline.HistoryCodec.DAYS;
import static dev.tern.timeline.HistoryCodec.FORMS;
import static dev.tern.timeline.HistoryCodec.GENERAL;
import static dev.tern.timeline.HistoryCodec.ONE_EVENT;
import static dev.tern.timeline.HistoryCodec.ONE_RUN;
import static dev.tern.timeline.HistoryCodec.OTHERS;
import static dev.tern.timeline.HistoryCodec.POWERS_OF_TEN;
import static dev.tern.timeline.HistoryCodec.SAME_LAST;
import static dev.tern.timeline.HistoryCodec.STEPS;
import static dev.tern.timeline.HistoryCodec.scale;
import static dev.tern.timeline.HistoryCodec.shape;

import java.util.function.IntToLongFunction;
import java.util.function.IntUnaryOperator;

/** Writes the states of one history, in the shapes that {@link HistoryCodec} describes. */
final class StateWriter {
    final ByteWriter bytes;

    /** The extent before, as {@link HistoryCodec} says. */
    private long last;

    private long length;
    private boolean isFirst;

    StateWriter(ByteWriter bytes, long base) {
        this.bytes = bytes;
        this.last = base;
    }

    void state(State state) {
        isFirst = true;
        switch (state) {
            case Occurrences occurrences -> occurrences(occurrences);
            case ActiveDays days -> days(days);
            case Steps steps -> steps(steps);
            case Amounts amounts -> amounts(amounts);
        }
    }

    private void occurrences(Occurrences occurrences) {
        Saturation used = occurrences.saturation(0);
        int shape = shape(occurrences);
        if (shape == ONE_RUN) {
            long newest = used.lastEvent(0);
            int form = form(newest, used.length(0));
            head(form, code(used));
            extent(form, newest, used.length(0));
            return;
        }
        Moments events = occurrences.events();
        head(shape, code(used));
        bytes.varint(used.threshold());
        events(events.size(), events::time, events::tag);
        if (shape == COUNTED) {
            return;
        }
        runs(used);
        bytes.varint(occurrences.saturations() - 1L);
        for (int i = 1; i < occurrences.saturations(); i++) {
            Saturation earlier = occurrences.saturation(i);
            head(GENERAL, code(earlier));
            bytes.varint(earlier.threshold());
            runs(earlier);
        }
    }

    private static int code(Saturation saturation) {
        return Ladder.code(saturation.windowMillis());
    }

    private void runs(Saturation saturation) {
        Timeline runs = saturation.runs();
        int newest = runs.size() - 1;
        if (newest < 0) {
            bytes.varint(0);
            return;
        }
        int form = form(saturation.lastEvent(newest), saturation.length(newest));
        bytes.varint((long) runs.size() * FORMS + form);
        extent(form, saturation.lastEvent(newest), saturation.length(newest));
        for (int i = newest - 1; i >= 0; i--) {
            bytes.varint(runs.from(i + 1) - runs.until(i) - 1);
            bytes.zigZag(saturation.length(i));
        }
    }

    private void days(ActiveDays days) {
        int newest = days.runs() - 1;
        long lengthOfNewest = days.last(newest) - days.first(newest);
        int form = form(days.last(newest), lengthOfNewest);
        head(DAYS, Ladder.code(days.windowMillis()));
        bytes.varint((long) days.runs() * FORMS + form);
        extent(form, days.last(newest), lengthOfNewest);
        for (int i = newest - 1; i >= 0; i--) {
            bytes.varint(days.first(i + 1) - days.last(i) - 1);
            bytes.varint(days.last(i) - days.first(i));
        }
    }

    private void steps(Steps steps) {
        head(OTHERS, STEPS);
        int form = form(steps.size(), steps::time);
        bytes.varint((long) steps.size() * FORMS + form);
        times(form, steps.size(), steps::time);
    }

    private void amounts(Amounts amounts) {
        int scale = scale(amounts);
        head(OTHERS, scale);
        events(amounts.size(), amounts::time, amounts::tag);
        for (int i = 0; i < amounts.size(); i++) {
            bytes.zigZag(amounts.micros(i) / POWERS_OF_TEN[scale]);
        }
    }

    private void events(int size, IntToLongFunction time, IntUnaryOperator tag) {
        if (size == 0) {
            bytes.varint(0);
            return;
        }
        int tagsSeen = 0;
        for (int i = 0; i < size; i++) {
            tagsSeen |= tag.applyAsInt(i);
        }
        boolean tagged = tagsSeen != 0;
        int form = form(size, time);
        bytes.varint(2 * ((long) size * FORMS + form) + (tagged ? 1 : 0));
        times(form, size, time);
        for (int i = 0; tagged && i < size; i++) {
            bytes.zigZag(tag.applyAsInt(i));
        }
    }

    private int form(int size, IntToLongFunction time) {
        long newest = time.applyAsLong(size - 1);
        return form(newest, newest - time.applyAsLong(0));
    }

    private void times(int form, int size, IntToLongFunction time) {
        long newest = time.applyAsLong(size - 1);
        extent(form, newest, newest - time.applyAsLong(0));
        for (int i = size - 2; i > 0; i--) {
            bytes.varint(time.applyAsLong(i + 1) - time.applyAsLong(i));
        }
    }

    private void head(int shape, int code) {
        bytes.put(shape * CODES + code);
    }

    private int form(long newLast, long newLength) {
        return HistoryCodec.form(newLast, newLength, last, length);
    }

    private void extent(int form, long newLast, long newLength) {
        if (form == ONE_EVENT || form == ONE_RUN) {
            bytes.zigZag(last - newLast);
        }
        if (form == SAME_LAST || form == ONE_RUN) {
            bytes.zigZag(length - newLength);
        }
        if (isFirst) {
            last = newLast;
            length = newLength;
            isFirst = false;
        }
    }
}
