package dev.tern.sql;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** What this pod does to PostgreSQL. */
@ConfigMapping(prefix = "tern.sql")
public interface SqlConfig {
    /** Whether it brings the schema up to date itself; else it waits until that is done. */
    @WithDefault("true")
    boolean migrate();
}
