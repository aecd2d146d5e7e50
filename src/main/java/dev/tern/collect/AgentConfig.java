package dev.tern.collect;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** The settings of telling persons from machines. */
@ConfigMapping(prefix = "tern.agent")
public interface AgentConfig {
    /** Whether HTTP libraries such as curl count as persons, as they do in development. */
    @WithDefault("false")
    boolean librariesAreHuman();
}
