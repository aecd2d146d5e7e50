package dev.tern.collect;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tern.VisitorId;
import dev.tern.access.Allows;
import dev.tern.catalog.Catalog;
import dev.tern.catalog.LiveSite;
import dev.tern.catalog.Scope;
import dev.tern.consent.Decision;
import dev.tern.consent.Gate;
import dev.tern.json.Json;
import dev.tern.json.Place;
import dev.tern.json.Refusal;
import dev.tern.problem.HttpProblem;
import dev.tern.visitor.Lineage;
import dev.tern.visitor.Tombstone;
import dev.tern.visitor.Tombstones;
import dev.tern.visitor.Visitors;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jboss.resteasy.reactive.RestPath;
import org.jspecify.annotations.Nullable;

/** Events that servers send. They are answered when Redis has them, and each one that is refused is named. */
@Path("/v1/sites/{site}/events")
@Produces(MediaType.APPLICATION_JSON)
public final class EventsResource {
    private static final String NDJSON = "application/x-ndjson";
    private static final int STORED_WITHIN_SECONDS = 5;

    private final Catalog catalog;
    private final Tombstones tombstones;
    private final Collector collector;
    private final Withdrawals withdrawals;
    private final HitMetrics metrics;
    private final Clock clock;

    EventsResource(
            Catalog catalog,
            Tombstones tombstones,
            Collector collector,
            Withdrawals withdrawals,
            HitMetrics metrics,
            Clock clock) {
        this.catalog = catalog;
        this.tombstones = tombstones;
        this.collector = collector;
        this.withdrawals = withdrawals;
        this.metrics = metrics;
        this.clock = clock;
    }

    /** How many events were accepted, and which were not. */
    @RegisterForReflection
    public record Answer(int accepted, List<Refused> refused) {
        public Answer {
            refused = List.copyOf(refused);
        }
    }

    /**
     * An event that was not accepted.
     *
     * @param index its place in the request, from 0
     * @param reason {@code invalid}, {@code too_old}, {@code too_early}, {@code consent}, {@code erased} or {@code withdrawn}
     */
    @RegisterForReflection
    public record Refused(int index, String reason, String detail) {}

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Allows(Scope.EVENTS_WRITE)
    @ResponseStatus(202)
    public CompletionStage<Answer> json(@RestPath String site, byte[] body) {
        LiveSite live = site(site);
        List<Place> events = new Place(Json.parse(body), "").items(0, EventLimits.EVENTS_MAX);
        Taking taking = new Taking(live);
        for (Place event : events) {
            taking.read(event);
        }
        return taking.answer();
    }

    @POST
    @Consumes(NDJSON)
    @Allows(Scope.EVENTS_WRITE)
    @ResponseStatus(202)
    public CompletionStage<Answer> ndjson(@RestPath String site, byte[] body) {
        LiveSite live = site(site);
        List<byte[]> lines = lines(body);
        Taking taking = new Taking(live);
        for (byte[] line : lines) {
            taking.readLine(line);
        }
        return taking.answer();
    }

    private LiveSite site(String site) {
        return catalog.site(site).orElseThrow(() -> HttpProblem.notFound("No such site"));
    }

    private static List<byte[]> lines(byte[] body) {
        List<byte[]> lines = new ArrayList<>();
        int from = 0;
        for (int i = 0; i <= body.length; i++) {
            if (i == body.length || body[i] == '\n') {
                if (!isBlank(body, from, i)) {
                    lines.add(Arrays.copyOfRange(body, from, i));
                }
                from = i + 1;
            }
        }
        if (lines.size() > EventLimits.EVENTS_MAX) {
            throw new Refusal("", "at most %d events".formatted(EventLimits.EVENTS_MAX));
        }
        return lines;
    }

    private static boolean isBlank(byte[] body, int from, int until) {
        for (int i = from; i < until; i++) {
            if (body[i] != ' ' && body[i] != '\r' && body[i] != '\t') {
                return false;
            }
        }
        return true;
    }

    /** The events of one request: read one by one, then taken, but for those of visitors that are gone. */
    private final class Taking {
        private final LiveSite site;
        private final long nowMillis = clock.millis();
        private final Map<Integer, ServerEvent> read = new LinkedHashMap<>();
        private final List<Refused> refused = new ArrayList<>();
        private final List<CompletableFuture<Void>> storing = new ArrayList<>();
        private int index;
        private boolean full;

        Taking(LiveSite site) {
            this.site = site;
        }

        void readLine(byte[] line) {
            JsonNode node;
            try {
                node = Json.parse(line);
            } catch (Refusal refusal) {
                invalid(refusal);
                index++;
                return;
            }
            read(new Place(node, "/" + index));
        }

        void read(Place place) {
            try {
                read.put(index, ServerEvent.read(place, nowMillis));
            } catch (Refusal refusal) {
                invalid(refusal);
            }
            index++;
        }

        private void invalid(Refusal refusal) {
            refuse(index, Outcome.INVALID, refusal.text());
        }

        private void refuse(int at, Outcome outcome, String detail) {
            metrics.count(outcome);
            name(at, outcome, detail);
        }

        private void name(int at, Outcome outcome, String detail) {
            refused.add(new Refused(at, outcome.reason(), detail));
        }

        /** Where Redis is away, whoever is gone is met by the journal's worker instead. */
        CompletionStage<Answer> answer() {
            Set<Visitors.Address> visitors = new HashSet<>();
            read.values().forEach(sent -> visitors.add(address(sent)));
            return tombstones
                    .of(visitors)
                    .otherwise(away -> Map.of())
                    .toCompletionStage()
                    .thenCompose(gone -> {
                        read.forEach((at, sent) -> take(at, sent, gone.get(address(sent))));
                        return stored();
                    });
        }

        private Visitors.Address address(ServerEvent sent) {
            return new Visitors.Address(site.serial(), sent.visitor());
        }

        private void take(int at, ServerEvent sent, @Nullable Tombstone gone) {
            Decision decision = Gate.decide(sent.signals(), site.settings().consent());
            if (!decision.store()) {
                metrics.countDenied(decision);
                refused.add(new Refused(at, "consent", "denied by " + decision.reason()));
                if (decision.refused() && gone == null) {
                    withdraw(sent.visitor());
                }
            } else if (gone != null) {
                refuse(at, Outcome.of(gone), "the visitor is gone");
            } else {
                collect(at, sent, Lineage.of(decision));
            }
        }

        private void withdraw(VisitorId visitor) {
            withdrawals
                    .take(site, visitor)
                    .ifPresentOrElse(receipt -> storing.add(receipt.stored()), () -> full = true);
        }

        private void collect(int at, ServerEvent sent, Lineage lineage) {
            Collector.Collected collected = collector.collect(site, sent.visitor(), sent.event(), lineage, nowMillis);
            collected.receipt().ifPresent(receipt -> storing.add(receipt.stored()));
            switch (collected.outcome()) {
                case ACCEPTED, UNASKED -> {}
                case DROPPED -> full = true;
                case TOO_OLD -> name(at, Outcome.TOO_OLD, "/%d/time: at most 7 days ago".formatted(at));
                case TOO_EARLY -> name(at, Outcome.TOO_EARLY, "/%d/time: at most 5 minutes ahead".formatted(at));
                case UNKNOWN_SITE, QUERY_TOO_LONG, INVALID, ERASED, WITHDRAWN ->
                    throw new IllegalStateException("an event that was read is well-formed");
            }
        }

        private CompletionStage<Answer> stored() {
            if (full) {
                throw HttpProblem.unavailable("The journal is full; send all events again, which does no harm");
            }
            refused.sort(Comparator.comparingInt(Refused::index));
            Answer answer = new Answer(index - refused.size(), refused);
            return CompletableFuture.allOf(storing.toArray(CompletableFuture[]::new))
                    .orTimeout(STORED_WITHIN_SECONDS, TimeUnit.SECONDS)
                    .handle((stored, failure) -> {
                        if (failure != null) {
                            throw HttpProblem.unavailable(
                                    "The events are in the journal, but not yet stored; to send them again does no harm");
                        }
                        return answer;
                    });
        }
    }
}
