package dev.tern.journal;

/**
 * What was found when a journal was opened.
 *
 * @param waiting entries that are not yet stored
 * @param retained entries that are stored and still kept for a rewind
 * @param holes places where an append was cut short; nobody was told that it was accepted. Writes that a machine's crash lost look the same
 * @param damaged places where something stood that is no longer sound
 * @param skippedBytes what holes and damage took
 */
public record Recovery(long waiting, long retained, long holes, long damaged, long skippedBytes) {}
