package dev.tern.importing;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tern.Decimal;
import dev.tern.json.Members;
import dev.tern.json.Place;
import dev.tern.rule.Field;
import dev.tern.rule.Limits;
import dev.tern.rule.Window;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Reads how often, or how much, the events of one of Meta's rules must be. It is about people who did at least one of
 * them: {@code count < 3} is once or twice.
 */
final class MetaAggregation {
    private static final long ONE = 1_000_000;

    private final List<Events> events;
    private final Window within;
    private final Place filter;

    /** @param filter where the events come from */
    MetaAggregation(List<Events> events, Window within, Place filter) {
        this.events = List.copyOf(events);
        this.within = within;
        this.filter = filter;
    }

    ObjectNode read(Place place) {
        Members members = place.members();
        String type = type(members.required("type"));
        members.optional("method").ifPresent(method -> {
            if (!"absolute".equals(method.node().textValue())) {
                throw method.refusal("absolute: Tern compares no visitor with others");
            }
        });
        Optional<Place> of = members.optional("field");
        Comparison comparison = Comparison.read(members.required("operator"));
        Place value = members.required("value");
        members.nothingElse();
        if (type.equals("count")) {
            of.ifPresent(field -> {
                throw field.refusal("no field: a count is of events");
            });
            return count(comparison, value);
        }
        Field field = number(of.orElseGet(() -> members.required("field")));
        FieldTest test = new FieldTest(field, members.required("operator"), value);
        return switch (type) {
            case "sum" -> sum(comparison, test);
            case "max" -> extreme(comparison, test, "atLeast", "above", "atMost", "below");
            default -> extreme(comparison.mirrored(), test, "atMost", "below", "atLeast", "above");
        };
    }

    private static String type(Place place) {
        return switch (place.text(1, 100)) {
            case "avg" -> throw place.refusal("count, sum, min or max: Tern forms no averages");
            case "time_spent" -> throw place.refusal("count, sum, min or max: Tern measures no time on a page");
            case "last_event_time_field" -> throw place.refusal("count, sum, min or max: Tern compares no dates");
            default -> place.oneOf(List.of("count", "sum", "min", "max"));
        };
    }

    private static Field number(Place place) {
        if ("event".equals(place.node().textValue())) {
            throw place.refusal("value, or a parameter that is a number");
        }
        Field field = MetaFields.field(place);
        if (!field.kind().maybeNumber()) {
            throw place.refusal("value, or a parameter that is a number");
        }
        return field;
    }

    private ObjectNode count(Comparison comparison, Place value) {
        List<ObjectNode> rules = Stretch.passing(
                        comparison, Figures.decimal(value).micros(), ONE)
                .stream()
                .map(stretch -> new Stretch(Math.max(stretch.from(), ONE), stretch.to()))
                .filter(stretch -> stretch.from() <= stretch.to())
                .map(stretch -> count(stretch, value))
                .toList();
        if (rules.isEmpty()) {
            throw value.refusal("a count that someone with an event can have");
        }
        return Rules.any(rules);
    }

    private ObjectNode count(Stretch stretch, Place value) {
        if (stretch.from() == ONE && stretch.to() == Stretch.NO_END) {
            return some(Clause.ALWAYS);
        }
        ObjectNode times = JsonNodeFactory.instance.objectNode();
        if (stretch.from() == stretch.to()) {
            times.put("exactly", times(stretch.from(), value));
        } else {
            times.put("atLeast", times(stretch.from(), value));
            if (stretch.to() != Stretch.NO_END) {
                times.put("atMost", times(stretch.to(), value));
            }
        }
        return inOnePart().such("times", times, within);
    }

    private static long times(long micros, Place value) {
        if (micros > Limits.TIMES_MAX * ONE) {
            throw value.refusal("at most %d times".formatted(Limits.TIMES_MAX));
        }
        return micros / ONE;
    }

    private ObjectNode sum(Comparison comparison, FieldTest test) {
        return Rules.any(
                Stretch.passing(comparison, Figures.decimal(test.value()).micros(), 1).stream()
                        .map(stretch -> sum(stretch, test))
                        .toList());
    }

    /** Tern's sum of nothing is 0; Meta's has someone who sent a number. */
    private ObjectNode sum(Stretch stretch, FieldTest test) {
        Events all = inOnePart();
        ObjectNode bounds =
                JsonNodeFactory.instance.objectNode().put("of", test.field().toString());
        if (stretch.from() == stretch.to()) {
            bounds.put("exactly", decimal(stretch.from(), test.value()));
        } else if (stretch.to() == Stretch.NO_END) {
            bounds.put("atLeast", decimal(stretch.from(), test.value()));
        } else {
            bounds.put("atMost", decimal(stretch.to(), test.value()));
        }
        ObjectNode sum = all.such("sum", bounds, within);
        return stretch.contains(0)
                ? Rules.all(List.of(all.which(test.isNumber()).once(within), sum))
                : sum;
    }

    private static BigDecimal decimal(long micros, Place value) {
        return Decimal.of(BigDecimal.valueOf(micros, 6))
                .map(decimal -> new BigDecimal(decimal.toString()))
                .orElseThrow(() -> value.refusal(Decimal.FORM));
    }

    /** Of the largest; and of the smallest with all directions turned round. */
    private ObjectNode extreme(
            Comparison comparison, FieldTest test, String atLeast, String above, String atMost, String below) {
        return switch (comparison) {
            case AT_LEAST -> some(test.number(atLeast));
            case ABOVE -> some(test.number(above));
            case AT_MOST -> Rules.without(some(test.number(atMost)), List.of(some(test.number(above))));
            case BELOW -> Rules.without(some(test.number(below)), List.of(some(test.number(atLeast))));
            case IS -> Rules.without(some(test.number("is")), List.of(some(test.number(above))));
            case IS_NOT ->
                Rules.any(Stream.of(Comparison.ABOVE, Comparison.BELOW)
                        .map(each -> extreme(each, test, atLeast, above, atMost, below))
                        .toList());
        };
    }

    private ObjectNode some(Clause clause) {
        return Rules.any(
                events.stream().map(each -> each.which(clause).once(within)).toList());
    }

    private Events inOnePart() {
        if (events.size() > 1) {
            throw filter.refusal("the same tests for each event name: Tern counts and sums what passes one condition");
        }
        return events.getFirst();
    }
}
