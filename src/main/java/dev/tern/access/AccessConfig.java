package dev.tern.access;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.List;
import java.util.Optional;

/** The settings of access. */
@ConfigMapping(prefix = "tern")
public interface AccessConfig {
    /** The bootstrap key, which has every scope on every site. */
    Optional<String> adminKey();

    /** What the hashes of API keys are keyed with: the first for new keys, all for known ones. */
    Optional<List<String>> keySecrets();

    /** How many unknown keys an address may bring in a minute; at least 1. */
    @WithDefault("30")
    int unknownKeysAMinute();
}
