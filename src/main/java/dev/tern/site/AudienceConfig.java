package dev.tern.site;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** What holds for the audiences of sites that don't say it. */
@ConfigMapping(prefix = "tern.audience")
public interface AudienceConfig {
    /** The fewest members of an audience that is not withheld. */
    @WithDefault("100")
    int minimumSize();
}
