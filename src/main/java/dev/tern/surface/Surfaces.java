package dev.tern.surface;

import dev.tern.problem.Problem;
import io.quarkus.logging.Log;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The surfaces that this pod serves. A request for another one was led to the wrong pod, and is told so. */
@Singleton
public final class Surfaces {
    /** Before everything. */
    private static final int ORDER = -20_000;

    private static final int MISDIRECTED_REQUEST = 421;

    private final Set<Surface> served;

    Surfaces(SurfacesConfig config) {
        this.served = config.surfaces();
    }

    /** Whether this pod serves it. */
    public boolean serves(Surface surface) {
        return served.contains(surface);
    }

    void register(@Observes Router router) {
        if (!served.containsAll(EnumSet.allOf(Surface.class))) {
            Log.infof("Of the HTTP surface, this pod serves: %s", names());
            router.route().order(ORDER).handler(this::check);
        }
    }

    private void check(RoutingContext context) {
        Optional<Surface> surface =
                Optional.ofNullable(context.request().path()).flatMap(Surface::of);
        if (surface.isPresent() && !serves(surface.get())) {
            Problem.of(MISDIRECTED_REQUEST, "The address: one that this pod serves, of its surfaces " + names(), null)
                    .answer(context.response(), Map.of());
        } else {
            context.next();
        }
    }

    private String names() {
        return served.stream()
                .map(surface -> surface.name().toLowerCase(Locale.ROOT))
                .sorted()
                .collect(Collectors.joining(", "));
    }
}
