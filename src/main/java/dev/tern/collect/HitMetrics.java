package dev.tern.collect;

import dev.tern.Agent;
import dev.tern.consent.Decision;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;

/**
 * Counts hits: {@code offered = accepted + unasked + denied + refused + dropped}. A hit is a request of the pixel, or one
 * event of a server's batch. Hits of the pixel that consent let in are counted once more by what made them. All counters
 * are there from the start, at zero.
 */
@Singleton
final class HitMetrics {
    private final Map<Outcome, Counter> outcomes = new EnumMap<>(Outcome.class);
    private final Map<String, Counter> denials = new HashMap<>();
    private final Map<Agent, Counter> agents = new EnumMap<>(Agent.class);

    HitMetrics(MeterRegistry metrics) {
        for (Outcome outcome : Outcome.values()) {
            outcomes.put(outcome, counter(metrics, outcome.text(), outcome.reason()));
        }
        for (String reason : Decision.denialReasons()) {
            denials.put(reason, counter(metrics, "denied", reason));
        }
        for (Agent agent : Agent.values()) {
            agents.put(
                    agent,
                    Counter.builder("tern.agents")
                            .description("Hits of the pixel that consent let in, by what made them")
                            .tag("agent", agent.text())
                            .register(metrics));
        }
    }

    private static Counter counter(MeterRegistry metrics, String outcome, String reason) {
        return Counter.builder("tern.hits")
                .description("Hits by what became of them; their sum is what was offered")
                .tag("outcome", outcome)
                .tag("reason", reason)
                .register(metrics);
    }

    void count(Outcome outcome) {
        Counter counter = outcomes.get(outcome);
        if (counter != null) {
            counter.increment();
        }
    }

    void count(Agent agent) {
        Counter counter = agents.get(agent);
        if (counter != null) {
            counter.increment();
        }
    }

    void countDenied(Decision decision) {
        Counter counter = denials.get(decision.reason());
        if (counter != null) {
            counter.increment();
        }
    }
}
