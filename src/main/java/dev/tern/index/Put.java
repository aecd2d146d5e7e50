package dev.tern.index;

import dev.tern.VisitorId;

/** An entry to be written: with its score, and at no fewer bits than these, since a bucket of fewer has moved. */
record Put(long audience, VisitorId visitor, long score, int bitsMin) {
    Put below(Bucket moved) {
        return new Put(audience, visitor, score, moved.bits() + 1);
    }
}
