package dev.tern.ops;

import dev.tern.access.AccessConfig;
import dev.tern.identity.IdentityConfig;
import io.quarkus.logging.Log;
import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Stops the start in production where a secret is missing, or is the one that everybody knows from development. */
@Singleton
final class StartUpChecks {
    private static final Set<String> KNOWN_TO_ALL = Set.of("development-admin-key", "development-cookie-secret");
    private static final int CHARS_WISE = 32;

    private final AccessConfig access;
    private final IdentityConfig identity;

    StartUpChecks(AccessConfig access, IdentityConfig identity) {
        this.access = access;
        this.identity = identity;
    }

    void check(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) StartupEvent starting) {
        if (LaunchMode.current() == LaunchMode.NORMAL) {
            List<String> missing = new ArrayList<>();
            requireSecrets("TERN_ADMIN_KEY", access.adminKey().map(List::of), missing);
            requireSecrets("TERN_COOKIE_SECRETS", identity.secrets(), missing);
            if (!missing.isEmpty()) {
                throw new ConfigurationException(
                        "Tern does not start without secrets of its own; set " + String.join(" and ", missing));
            }
        }
    }

    private static void requireSecrets(String name, Optional<List<String>> secrets, List<String> missing) {
        List<String> given = secrets.orElse(List.of());
        if (given.isEmpty() || given.stream().anyMatch(secret -> secret.isBlank() || KNOWN_TO_ALL.contains(secret))) {
            missing.add(name);
        } else if (given.stream().anyMatch(secret -> secret.length() < CHARS_WISE)) {
            Log.warnf("%s holds a secret of fewer than %d characters, which may be guessed", name, CHARS_WISE);
        }
    }
}
