package dev.tern.ops;

import dev.tern.catalog.Catalog;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Does this pod know the sites that it is to serve? Once it does, it collects whatever becomes of Redis and PostgreSQL: hits
 * wait in the journal.
 */
@Readiness
@Singleton
final class DefinitionsReady implements HealthCheck {
    private final Catalog catalog;

    DefinitionsReady(Catalog catalog) {
        this.catalog = catalog;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("definitions")
                .status(catalog.isLoaded())
                .build();
    }
}
