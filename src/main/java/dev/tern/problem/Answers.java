package dev.tern.problem;

import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Map;

/** What all answers have in common: they are what they say that they are, and a request that no route could take is refused as others are. */
@Singleton
final class Answers {
    /** Before everything. */
    private static final int FIRST = -30_000;

    /** Before Quarkus' own, which tells the address to the log. */
    private static final int LAST = Integer.MAX_VALUE - 1;

    private static final CharSequence SNIFFING = HttpHeaders.createOptimized("X-Content-Type-Options");
    private static final CharSequence NO_SNIFFING = HttpHeaders.createOptimized("nosniff");

    private final BrokenHeads brokenHeads;
    private final OwnAnswer own;

    Answers(BrokenHeads brokenHeads, OwnAnswer own) {
        this.brokenHeads = brokenHeads;
        this.own = own;
    }

    /** Without a path, and so not by Quarkus' settings: those of Vert.x refuse a broken escape before any handler is asked. */
    void register(@Observes Router router) {
        router.route().order(FIRST).handler(Answers::begin).failureHandler(this::refuseUnrouted);
        router.route().order(LAST).failureHandler(Answers::refuse);
        brokenHeads.handler(
                request -> refuse(request, statusOf(request.decoderResult().cause())));
    }

    private static void begin(RoutingContext context) {
        context.response().putHeader(SNIFFING, NO_SNIFFING);
        context.next();
    }

    /** What the router refuses itself, such as a request without a host, must meet no path either. */
    private void refuseUnrouted(RoutingContext context) {
        if (context.response().headers().contains(SNIFFING)) {
            context.next();
        } else {
            refuse(context.request(), context.statusCode());
        }
    }

    private static int statusOf(Throwable broken) {
        return switch (broken) {
            case TooLongHttpLineException _ -> 414;
            case TooLongHttpHeaderException _ -> 431;
            default -> 400;
        };
    }

    private void refuse(HttpServerRequest request, int status) {
        request.response()
                .setStatusCode(status)
                .putHeader(SNIFFING, NO_SNIFFING)
                .putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        if (!own.refuse(request)) {
            Problem.of(status, null, null).answer(request.response(), Map.of());
        }
    }

    private static void refuse(RoutingContext context) {
        HttpServerResponse response = context.response();
        if (response.headWritten() || response.closed()) {
            return;
        }
        int status = context.statusCode();
        if (status >= 400 && status < 500) {
            Problem.of(status, null, null).answer(response, Map.of("Connection", "close"));
        } else {
            Problem.answer(response, context.failure());
        }
    }
}
