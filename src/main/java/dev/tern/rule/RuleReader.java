package dev.tern.rule;

import static dev.tern.rule.Limits.DAYS_MAX;
import static dev.tern.rule.Limits.DEPTH_MAX;
import static dev.tern.rule.Limits.RULES_MAX;
import static dev.tern.rule.Limits.STEPS_MAX;
import static dev.tern.rule.Limits.TIMES_MAX;

import dev.tern.AudienceId;
import dev.tern.json.Members;
import dev.tern.json.Place;
import dev.tern.json.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the rule of one definition. */
final class RuleReader {
    private static final List<String> FORMS = List.of("all", "any", "not", "event", "sequence", "audience");

    private final Terms terms = new Terms();
    private final ConditionReader conditions = new ConditionReader(terms);

    Rule rule(Place place) {
        return rule(place, 1);
    }

    private Rule rule(Place place, int depth) {
        if (depth > DEPTH_MAX) {
            throw place.refusal("at most %d rules deep".formatted(DEPTH_MAX));
        }
        terms.take(place);
        var members = place.members();
        Rule rule;
        if (members.has("all")) {
            rule = new Rule.All(rules(members.required("all"), depth));
        } else if (members.has("any")) {
            rule = new Rule.Any(rules(members.required("any"), depth));
        } else if (members.has("not")) {
            rule = new Rule.Not(rule(members.required("not"), depth + 1));
        } else if (members.has("event")) {
            rule = aboutEvents(members);
        } else if (members.has("sequence")) {
            rule = sequence(members);
        } else if (members.has("audience")) {
            rule = new Rule.In(audience(members.required("audience")));
        } else {
            throw formless(place, members);
        }
        members.nothingElse();
        return rule;
    }

    private List<Rule> rules(Place place, int depth) {
        return place.items(1, RULES_MAX).stream()
                .map(item -> rule(item, depth + 1))
                .toList();
    }

    private Rule aboutEvents(Members members) {
        Condition condition = conditions.condition(members);
        Rule rule;
        if (members.has("days")) {
            Bound days = bound(members.required("days"), DAYS_MAX);
            rule = new Rule.Days(condition, days, Window.read(members.required("within")));
        } else if (members.has("sum")) {
            rule = sum(condition, members.required("sum"), members);
        } else {
            Bound times = members.optional("times")
                    .map(place -> bound(place, TIMES_MAX))
                    .orElse(Bound.ONCE);
            rule = new Rule.Count(condition, times, Window.read(members.required("within")));
        }
        return rule;
    }

    private static Rule sum(Condition condition, Place place, Members members) {
        var sum = place.members();
        Place of = sum.required("of");
        Field field = Optional.ofNullable(of.node().textValue())
                .flatMap(Field::parse)
                .filter(known -> known.kind().maybeNumber())
                .orElseThrow(() ->
                        of.refusal("a field that may be a number: value, props.<name>, query.<name>, utm.<name>"));
        ConditionReader.requireNamed(field, of);
        return new Rule.Sum(condition, field, range(sum, place), Window.read(members.required("within")));
    }

    private Rule sequence(Members members) {
        List<Rule.Step> steps = new ArrayList<>();
        for (Place item : members.required("sequence").items(1, STEPS_MAX)) {
            steps.add(step(item, steps.isEmpty()));
        }
        return new Rule.Sequence(steps, Window.read(members.required("within")));
    }

    private Rule.Step step(Place place, boolean first) {
        terms.take(place);
        var members = place.members();
        Condition condition = conditions.condition(members);
        Optional<Place> after = members.optional("after");
        if (first && after.isPresent()) {
            throw after.get().refusal("not in the first step: there is none before it");
        }
        members.nothingElse();
        return new Rule.Step(condition, after.map(Window::read).orElse(Rule.Step.ANY_TIME_AFTER));
    }

    private static AudienceId audience(Place place) {
        return Optional.ofNullable(place.node().textValue())
                .flatMap(AudienceId::parse)
                .orElseThrow(() -> place.refusal(AudienceId.FORM));
    }

    private static Refusal formless(Place place, Members members) {
        FORMS.forEach(members::optional);
        members.nothingElse();
        return place.refusal("one of " + String.join(", ", FORMS));
    }

    private static Bound bound(Place place, int max) {
        var members = place.members();
        var exactly = members.optional("exactly").map(end -> end.whole(0, max));
        var atLeast = members.optional("atLeast").map(end -> end.whole(0, max));
        var atMost = members.optional("atMost").map(end -> end.whole(0, max));
        members.nothingElse();
        requireEnds(exactly, atLeast, atMost, place);
        int from = exactly.or(() -> atLeast).orElse(0);
        int to = exactly.or(() -> atMost).orElse(Bound.NO_END);
        if (from == 0 && to == Bound.NO_END) {
            throw place.refusal("atLeast 1 or more, or an atMost: everybody has at least 0");
        }
        return new Bound(from, to);
    }

    private static Range range(Members sum, Place place) {
        var exactly = sum.optional("exactly").map(Place::decimal);
        var atLeast = sum.optional("atLeast").map(Place::decimal);
        var atMost = sum.optional("atMost").map(Place::decimal);
        sum.nothingElse();
        requireEnds(exactly, atLeast, atMost, place);
        return new Range(exactly.or(() -> atLeast), exactly.or(() -> atMost));
    }

    private static <N extends Comparable<N>> void requireEnds(
            Optional<N> exactly, Optional<N> atLeast, Optional<N> atMost, Place place) {
        if (exactly.isPresent() == (atLeast.isPresent() || atMost.isPresent())) {
            throw place.refusal("atLeast, atMost, both, or exactly");
        }
        if (atLeast.isPresent() && atMost.isPresent() && atLeast.get().compareTo(atMost.get()) > 0) {
            throw place.refusal("atLeast no more than atMost");
        }
    }
}
