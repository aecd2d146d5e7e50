package dev.tern.matching;

/** A site's audiences, compiled. */
public final class RuleSet {}
