package dev.tern.identity;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.List;
import java.util.Optional;

/** The settings of visitors' cookies. */
@ConfigMapping(prefix = "tern.cookie")
public interface IdentityConfig {
    /** What cookies are signed with: the first signs, all verify. */
    Optional<List<String>> secrets();

    /** Whether cookies travel over HTTPS alone, as they must outside development. */
    @WithDefault("true")
    boolean secure();
}
