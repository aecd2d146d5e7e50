package dev.tern.journal;

/**
 * A place between two entries.
 *
 * @param position in bytes
 * @param entries sound ones between the head at opening and here, negative before it
 * @param damaged entries that turned out unsound between the head at opening and here, while the journal was in use
 */
record Point(long position, long entries, long damaged) {
    long passed() {
        return entries + damaged;
    }
}
