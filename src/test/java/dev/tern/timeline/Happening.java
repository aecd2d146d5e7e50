package dev.tern.timeline;

import dev.tern.rule.Condition;
import java.util.Set;

/** An event as the tests see it: when, which one of that millisecond, and what conditions it meets. */
record Happening(long time, int tag, Set<Condition> meets) {}
