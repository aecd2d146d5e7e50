package dev.tern.deletion;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tern.catalog.Catalog;
import dev.tern.json.Json;
import dev.tern.json.Refusal;
import dev.tern.problem.HttpProblem;
import dev.tern.problem.Problem;
import dev.tern.recording.Recording;
import dev.tern.visitor.Tombstone;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response.Status;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/**
 * Deletion requests of partners, and where they learn how to make them (IAB Data Deletion Request Framework 1.0). Without settings there is
 * neither.
 */
@Singleton
final class DeletionRoutes {
    private static final int BODY_BYTES_MAX = 16 * 1024;
    private static final int ERASED_WITHIN_SECONDS = 5;
    private static final String JSON = "application/json";

    private final Optional<Participation> participation;
    private final Catalog catalog;
    private final Recording recording;
    private final Transactions transactions;
    private final Clock clock;

    DeletionRoutes(
            DeletionConfig config, Catalog catalog, Recording recording, Transactions transactions, Clock clock) {
        this.participation = Participation.of(config);
        this.catalog = catalog;
        this.recording = recording;
        this.transactions = transactions;
        this.clock = clock;
    }

    void register(@Observes Router router) {
        router.get("/dsrdelete.json").handler(this::document);
        router.post(Participation.PATH)
                .handler(BodyHandler.create(false).setBodyLimit(BODY_BYTES_MAX))
                .blockingHandler(this::take, false)
                .failureHandler(DeletionRoutes::refuse);
    }

    private void document(RoutingContext context) {
        if (participation.isEmpty()) {
            Problem.answer(context.response(), notTaken());
        } else {
            var _ = context.response()
                    .putHeader(HttpHeaders.CONTENT_TYPE, JSON)
                    .putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, "*")
                    .end(participation.get().document());
        }
    }

    private void take(RoutingContext context) {
        try {
            answer(context, participation.orElseThrow(DeletionRoutes::notTaken));
        } catch (RuntimeException failure) {
            Problem.answer(context.response(), failure);
        }
    }

    private void answer(RoutingContext context, Participation known) {
        String request = token(context.body().buffer());
        Instant now = clock.instant();
        try {
            carryOut(Asked.read(request, known.domain(), known.requesters(), catalog, now));
            answer(context, 202, known.receipt(request, Result.SUCCESS, "Deleted", now));
        } catch (RefusedException refused) {
            answer(context, 400, known.receipt(request, refused.result(), refused.detail(), now));
        }
    }

    /** What counts once is counted when it is done, so that a request which met a failure can be sent again as it is. */
    private void carryOut(Asked asked) {
        if (transactions.has(asked.request())) {
            throw new RefusedException(Result.INVALID_TOKEN, "rqJWT: its jti has been carried out before");
        }
        Recording.Receipt receipt = recording
                .remove(asked.site(), asked.visitor(), Tombstone.ERASED)
                .orElseThrow(() -> HttpProblem.unavailable("The journal is full; ask again"));
        try {
            var _ = receipt.stored()
                    .orTimeout(ERASED_WITHIN_SECONDS, TimeUnit.SECONDS)
                    .join();
        } catch (CompletionException notInTime) {
            throw HttpProblem.unavailable("The deletion is in the journal, but not yet done; ask again");
        }
        transactions.add(asked.request());
    }

    /** The token itself, or an object of JSON that holds it: the framework leaves that open. */
    private static String token(Buffer body) {
        String text = body == null ? "" : body.toString(StandardCharsets.UTF_8).strip();
        if (!text.startsWith("{")) {
            return text;
        }
        try {
            JsonNode token = Json.parse(text.getBytes(StandardCharsets.UTF_8)).path("rqJWT");
            return token.isTextual() ? token.textValue() : "";
        } catch (Refusal unreadable) {
            return "";
        }
    }

    private static void answer(RoutingContext context, int status, String receipt) {
        var _ = context.response()
                .setStatusCode(status)
                .putHeader(HttpHeaders.CONTENT_TYPE, JSON)
                .end(new JsonObject().put("acJWT", receipt).encode());
    }

    /** Where the body could not be read. */
    private static void refuse(RoutingContext context) {
        if (context.response().headWritten() || context.response().closed()) {
            return;
        }
        Throwable failure = context.statusCode() == Status.REQUEST_ENTITY_TOO_LARGE.getStatusCode()
                ? new HttpProblem(
                        Status.REQUEST_ENTITY_TOO_LARGE, "The body: at most %d bytes".formatted(BODY_BYTES_MAX))
                : new HttpProblem(Status.BAD_REQUEST, "The body: well-formed, and all of it");
        Problem.answer(context.response(), failure);
    }

    private static HttpProblem notTaken() {
        return HttpProblem.notFound("No deletion requests of partners are taken here");
    }
}
