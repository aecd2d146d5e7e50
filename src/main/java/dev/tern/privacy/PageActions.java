package dev.tern.privacy;

import static java.util.Objects.requireNonNull;

import dev.tern.VisitorId;
import dev.tern.catalog.LiveSite;
import dev.tern.problem.HttpProblem;
import dev.tern.recording.Recording;
import dev.tern.visitor.Tombstone;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import jakarta.inject.Singleton;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Does what visitors ask for on their page, and counts it. */
@Singleton
final class PageActions {
    private static final int ERASED_WITHIN_SECONDS = 5;

    private final Recording recording;
    private final Vertx vertx;
    private final Map<Action, Counter> done = new EnumMap<>(Action.class);

    PageActions(Recording recording, Vertx vertx, MeterRegistry metrics) {
        this.recording = recording;
        this.vertx = vertx;
        for (Action action : Action.values()) {
            done.put(
                    action,
                    Counter.builder("tern.page.actions")
                            .description("What visitors had done on their own page")
                            .tag("action", action.text())
                            .register(metrics));
        }
    }

    /**
     * Does all of it that is not the browser's.
     *
     * @return when it is done; fails by an {@link HttpProblem} where that can't be said
     */
    Future<Void> act(Action action, LiveSite site, Optional<VisitorId> visitor) {
        Future<Void> acted =
                switch (action) {
                    case OPT_OUT, ERASE ->
                        visitor.map(some -> erased(site, some)).orElseGet(Future::succeededFuture);
                    case OPT_IN -> Future.succeededFuture();
                };
        return acted.onSuccess(nothing -> requireNonNull(done.get(action)).increment());
    }

    private Future<Void> erased(LiveSite site, VisitorId visitor) {
        Recording.Receipt receipt = recording
                .remove(site, visitor, Tombstone.ERASED)
                .orElseThrow(() -> HttpProblem.unavailable("Too much is going on. Please try again in a moment."));
        CompletableFuture<Void> stored = receipt.stored().orTimeout(ERASED_WITHIN_SECONDS, TimeUnit.SECONDS);
        return Future.fromCompletionStage(stored, vertx.getOrCreateContext())
                .recover(
                        failure -> Future.failedFuture(
                                HttpProblem.unavailable(
                                        "Your wish is noted and will be fulfilled, but that has not happened yet. To try again does no harm.")));
    }
}
