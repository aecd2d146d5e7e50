package dev.tern.access;

import io.smallrye.config.ConfigMapping;
import java.util.Optional;

/** The settings of access. */
@ConfigMapping(prefix = "tern")
public interface AccessConfig {
    /** The bootstrap key, which has every scope on every site. */
    Optional<String> adminKey();
}
