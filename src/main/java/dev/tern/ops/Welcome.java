package dev.tern.ops;

import dev.tern.access.AccessConfig;
import io.quarkus.arc.profile.IfBuildProfile;
import io.quarkus.logging.Log;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Says in development where Tern is, and how to try it. */
@Singleton
@IfBuildProfile("dev")
final class Welcome {
    private static final String TEXT = """

            Tern is at http://localhost:%1$d, its API at http://localhost:%1$d/q/swagger-ui, its admin key is %2$s. Try this:
              curl -X PUT http://localhost:%1$d/v1/sites/demo -H 'Authorization: Bearer %2$s' -H 'Content-Type: application/json' -d '{"name":"Demo","domains":["localhost"]}'
              curl -i 'http://localhost:%1$d/p/demo.gif?e=page_view&consent=granted'
            """;

    private final AccessConfig access;
    private final int port;

    Welcome(AccessConfig access, @ConfigProperty(name = "quarkus.http.port") int port) {
        this.access = access;
        this.port = port;
    }

    void say(@Observes @Priority(Interceptor.Priority.PLATFORM_AFTER) StartupEvent started) {
        Log.infof(TEXT, port, access.adminKey().orElse(""));
    }
}
