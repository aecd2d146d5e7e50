package dev.tern.journal;

/** Where a {@link Worker} brings what waits. Writing the same entries twice must do no harm. */
@FunctionalInterface
public interface Sink {
    /**
     * Stores every entry, and returns when the store has acknowledged them. An empty batch only asks whether the store answers.
     *
     * <p>What can never be stored, such as an entry that can't be decoded, is for the sink to count and pass over: an exception means that the store is
     * away, and the same entries come again.
     *
     * @throws Exception when the store did not take them all
     */
    void write(Batch batch) throws Exception;
}
