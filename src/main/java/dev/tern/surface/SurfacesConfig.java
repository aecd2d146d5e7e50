package dev.tern.surface;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.Set;

/** What this pod serves. */
@ConfigMapping(prefix = "tern")
public interface SurfacesConfig {
    /** Not empty. */
    @WithDefault("collect,query,control")
    Set<Surface> surfaces();
}
