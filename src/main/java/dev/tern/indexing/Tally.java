package dev.tern.indexing;

import java.util.concurrent.atomic.LongAdder;

/** The records that passes read here, by what became of them: {@code read = current + rewritten + raced + skipped}. */
final class Tally {
    /** Written by the rules of now already. */
    final LongAdder current = new LongAdder();

    final LongAdder rewritten = new LongAdder();

    /** Written by somebody else meanwhile, and so by the rules of now, or gone. */
    final LongAdder raced = new LongAdder();

    /** Of a site that is not served here, of a form that can't be read, or gone. */
    final LongAdder skipped = new LongAdder();

    long read() {
        return current.sum() + rewritten.sum() + raced.sum() + skipped.sum();
    }
}
