package dev.tern.consent;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Remembers what strings say, since many visitors send the same and decoding takes microseconds: a table of {@value #SLOTS}
 * slots, each with the last string that fell into it. So it never holds more than {@value #SLOTS} times
 * {@value #CHARS_MAX} characters (8 MiB), whatever is sent, and takes neither a lock nor room to look.
 */
final class Heard {
    private static final int SLOTS = 4_096;
    private static final int CHARS_MAX = 2_048;

    private final AtomicReferenceArray<@Nullable Once> slots = new AtomicReferenceArray<>(SLOTS);
    private final Reader reader;

    /** What finds out. */
    interface Reader {
        Said said(String text, String sections, int vendor);
    }

    private record Once(String text, String sections, int vendor, Said said) {
        boolean is(String text, String sections, int vendor) {
            return this.vendor == vendor && this.text.equals(text) && this.sections.equals(sections);
        }
    }

    Heard(Reader reader) {
        this.reader = reader;
    }

    Said said(String text, String sections, int vendor) {
        int hash = (text.hashCode() * 31 + sections.hashCode()) * 31 + vendor;
        int slot = (hash ^ hash >>> 16) & SLOTS - 1;
        Once last = slots.getAcquire(slot);
        if (last != null && last.is(text, sections, vendor)) {
            return last.said;
        }
        Said said = reader.said(text, sections, vendor);
        if (text.length() + sections.length() <= CHARS_MAX) {
            slots.setRelease(slot, new Once(text, sections, vendor, said));
        }
        return said;
    }
}
