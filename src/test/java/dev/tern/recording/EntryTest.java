package dev.tern.recording;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tern.Agent;
import dev.tern.Event;
import dev.tern.Forger;
import dev.tern.Source;
import dev.tern.VisitorId;
import dev.tern.consent.Ground;
import dev.tern.matching.Match;
import dev.tern.visitor.Lineage;
import dev.tern.visitor.Tombstone;
import dev.tern.visitor.Visitors;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class EntryTest {
    private static final Lineage LINEAGE = new Lineage(Ground.TCF, false);

    private static Event event(String name, @Nullable String id) {
        return new Event(name, 1_000, id, null, null, null, null, Source.PIXEL, Agent.HUMAN, Map.of());
    }

    private static Entry entry(Event event, int... traits) {
        return Entry.of(
                7, new VisitorId(1, 2), event, LINEAGE, Match.of(traits, new long[traits.length], traits.length));
    }

    @Test
    void comesBackFromItsBytes() {
        Entry entry = entry(event("purchase", "order-1"), 0, 5, 1_000_000);
        byte[] bytes = entry.bytes();

        Entry read = Entry.read(bytes, 0, bytes.length).orElseThrow();

        assertEquals(entry.site(), read.site());
        assertEquals(entry.visitor(), read.visitor());
        assertEquals(entry.timeMillis(), read.timeMillis());
        assertEquals(entry.tag(true), read.tag(true));
        assertEquals(entry.tag(false), read.tag(false));
        assertEquals(LINEAGE, read.lineage());
        assertEquals(3, read.match().size());
        for (int i = 0; i < 3; i++) {
            assertEquals(entry.match().trait(i), read.match().trait(i));
            assertEquals(0, read.match().micros(i));
        }
    }

    @Test
    void bringsTheNumbersOfThoseThatKeepOne() {
        var match = Match.of(new int[] {4, 5, 6}, new long[] {-1, 0, 1_000_000_000_000_000_000L}, 3);
        byte[] bytes = Entry.of(7, new VisitorId(1, 2), event("purchase", null), LINEAGE, match)
                .bytes();

        Match read = Entry.read(bytes, 0, bytes.length).orElseThrow().match();

        assertEquals(41 + 3 * 4 + 2 * 8, bytes.length);
        for (int i = 0; i < 3; i++) {
            assertEquals(match.trait(i), read.trait(i));
            assertEquals(match.micros(i), read.micros(i));
        }
    }

    @Test
    void isShort() {
        assertEquals(45, entry(event("purchase", "order-1"), 3).bytes().length);
    }

    @Test
    void readsNothingFromBrokenBytes() {
        byte[] whole = entry(event("purchase", "order-1"), 1, 2).bytes();

        for (int length = 0; length < whole.length; length++) {
            boolean readable = length >= whole.length - 8 && (whole.length - length) % 4 == 0;
            assertEquals(readable, Entry.read(whole, 0, length).isPresent(), "length " + length);
        }
    }

    @Test
    @Timeout(60)
    void readsAMillionForgedEntriesAsNothingOrAsOneOfTheSameMeaning() {
        var match = Match.of(new int[] {4, 5, 6}, new long[] {-1, 0, 1_000_000_000_000_000_000L}, 3);
        byte[] departure = new Departure(new Visitors.Address(7, new VisitorId(1, 2)), Tombstone.WITHDRAWN).bytes();
        var entries = new AtomicInteger();
        var departures = new AtomicInteger();

        new Forger(
                        3,
                        List.of(
                                entry(event("purchase", "order-1"), 1, 2).bytes(),
                                Entry.of(7, new VisitorId(1, 2), event("purchase", null), LINEAGE, match)
                                        .bytes(),
                                departure))
                .each(1_000_000, forged -> {
                    Entry.read(forged, 0, forged.length).ifPresent(entry -> {
                        entries.incrementAndGet();
                        byte[] written = entry.bytes();
                        assertTrue(written.length <= forged.length);
                        assertArrayEquals(
                                written,
                                Entry.read(written, 0, written.length)
                                        .orElseThrow()
                                        .bytes());
                    });
                    Departure.read(forged, 0, forged.length).ifPresent(read -> {
                        departures.incrementAndGet();
                        assertArrayEquals(forged, read.bytes());
                    });
                });

        assertTrue(entries.get() > 100_000 && departures.get() > 10_000, entries + " entries, " + departures);
    }

    @Test
    void tellsEventsApartAsTheConditionDoes() {
        Entry plain = entry(event("view", null), 1);
        Entry otherName = entry(event("cart", null), 1);
        Entry withId = entry(event("view", "a"), 1);
        Entry otherId = entry(event("view", "b"), 1);

        assertEquals(plain.tag(false), otherName.tag(false), "one name counts: the name says nothing");
        assertNotEquals(plain.tag(true), otherName.tag(true));
        assertNotEquals(plain.tag(false), withId.tag(false));
        assertNotEquals(withId.tag(false), otherId.tag(false));
        assertNotEquals(withId.tag(true), otherId.tag(true));
    }
}
