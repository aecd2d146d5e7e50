package dev.tern.rule;

import static dev.tern.rule.Limits.DEPTH_MAX;
import static dev.tern.rule.Limits.RULES_MAX;
import static dev.tern.rule.Limits.TIMES_MAX;

import dev.tern.json.Members;
import dev.tern.json.Place;
import dev.tern.json.Refusal;
import java.util.List;
import java.util.Optional;

/** Reads the rule of one definition. */
final class RuleReader {
    private static final List<String> FORMS = List.of("all", "any", "not", "event");

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
            rule = count(members);
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

    private Rule count(Members members) {
        Condition condition = conditions.condition(members);
        Bound times = members.optional("times").map(RuleReader::times).orElse(Bound.ONCE);
        return new Rule.Count(condition, times, window(members.required("within")));
    }

    private static Refusal formless(Place place, Members members) {
        FORMS.forEach(members::optional);
        members.nothingElse();
        return place.refusal("one of " + String.join(", ", FORMS));
    }

    private static Bound times(Place place) {
        var members = place.members();
        var exactly = members.optional("exactly").map(RuleReader::number);
        var atLeast = members.optional("atLeast").map(RuleReader::number);
        var atMost = members.optional("atMost").map(RuleReader::number);
        members.nothingElse();
        if (exactly.isPresent() == (atLeast.isPresent() || atMost.isPresent())) {
            throw place.refusal("atLeast, atMost, both, or exactly");
        }
        int from = exactly.or(() -> atLeast).orElse(0);
        int to = exactly.or(() -> atMost).orElse(Bound.NO_END);
        if (from > to) {
            throw place.refusal("atLeast no more than atMost");
        }
        if (from == 0 && to == Bound.NO_END) {
            throw place.refusal("atLeast 1 or more, or an atMost: everybody has at least 0");
        }
        return new Bound(from, to);
    }

    private static int number(Place place) {
        return place.whole(0, TIMES_MAX);
    }

    static Window window(Place place) {
        long millis = Optional.ofNullable(place.node().textValue())
                .flatMap(Window::parseMillis)
                .orElseThrow(() -> place.refusal(Window.FORM));
        if (millis > Window.MILLIS_MAX) {
            throw place.refusal("at most " + new Window(Window.MILLIS_MAX));
        }
        return new Window(millis);
    }
}
