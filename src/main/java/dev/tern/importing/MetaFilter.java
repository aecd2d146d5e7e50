package dev.tern.importing;

import dev.tern.Event;
import dev.tern.EventName;
import dev.tern.json.Members;
import dev.tern.json.Place;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A filter of Meta's: which events count, names and parameters together.
 *
 * <p>In Tern a name is no test. So the filter is worked out once for each name that it asks about, and once for all other
 * names, which leaves tests alone. Names are only ever asked for, never forbidden: what holds whatever the name is, holds
 * of those that are asked for too, and may be said of {@code *}.
 */
sealed interface MetaFilter {
    int FILTERS_MAX = 100;

    /** The event has one of these names. */
    record Named(Set<String> names) implements MetaFilter {
        public Named {
            names = Set.copyOf(names);
        }
    }

    /** It holds of the event, whatever its name is. */
    record Holds(Clause clause) implements MetaFilter {}

    /** All hold. */
    record Every(List<MetaFilter> filters) implements MetaFilter {
        public Every {
            filters = List.copyOf(filters);
        }
    }

    /** At least one holds. */
    record Either(List<MetaFilter> filters) implements MetaFilter {
        public Either {
            filters = List.copyOf(filters);
        }
    }

    /** The events that pass, in as few parts as there can be: an event may be in more than one. */
    static List<Events> read(Place place) {
        int[] left = {FILTERS_MAX};
        MetaFilter filter = filter(place, left);
        List<Events> events = events(filter);
        if (events.isEmpty()) {
            throw place.refusal("a filter that some event passes");
        }
        events.forEach(each -> ReadBack.clause(each.where(), place));
        return events;
    }

    private static MetaFilter filter(Place place, int[] left) {
        Members members = place.members();
        if (!members.has("filters")) {
            left[0]--;
            if (left[0] < 0) {
                throw place.refusal("at most %d filters in a rule".formatted(FILTERS_MAX));
            }
            return leaf(members);
        }
        boolean every = members.required("operator").oneOf(List.of("and", "or")).equals("and");
        List<Place> places = members.required("filters").items(1, FILTERS_MAX);
        members.nothingElse();
        List<MetaFilter> filters =
                places.stream().map(each -> filter(each, left)).toList();
        return every ? new Every(filters) : new Either(filters);
    }

    private static MetaFilter leaf(Members members) {
        Place field = members.required("field");
        Place operator = members.required("operator");
        Place value = members.required("value");
        members.nothingElse();
        return "event".equals(field.node().textValue())
                ? named(operator, value)
                : new Holds(MetaFields.clause(field, operator, value));
    }

    private static MetaFilter named(Place operator, Place value) {
        List<Place> names = operator.oneOf(List.of("=", "eq", "is_any")).equals("is_any")
                ? value.items(1, FILTERS_MAX)
                : List.of(value);
        return new Named(
                new LinkedHashSet<>(names.stream().map(MetaFilter::name).toList()));
    }

    /** Meta's PageView is what Tern's pixel sends as page_view; all other names are as the site sends them. */
    private static String name(Place place) {
        String name = place.node().isTextual() ? place.node().textValue() : "";
        if (name.equals(Event.PAGE_VIEW)) {
            throw place.refusal("another name: page_view is what Tern calls Meta's PageView");
        }
        if (!EventName.is(name)) {
            throw place.refusal(EventName.FORM);
        }
        return name.equals("PageView") ? Event.PAGE_VIEW : name;
    }

    private static List<Events> events(MetaFilter filter) {
        Clause otherwise = clause(filter, "");
        Map<Clause, List<String>> namesByClause = new LinkedHashMap<>();
        names(filter).distinct().sorted().forEach(name -> {
            Clause clause = clause(filter, name);
            if (!clause.equals(otherwise) && !clause.equals(Clause.NEVER)) {
                namesByClause.computeIfAbsent(clause, _ -> new ArrayList<>()).add(name);
            }
        });
        List<Events> events = new ArrayList<>();
        if (!otherwise.equals(Clause.NEVER)) {
            events.add(new Events(List.of(), otherwise));
        }
        namesByClause.forEach((clause, names) -> events.add(new Events(names, clause)));
        return events;
    }

    private static Stream<String> names(MetaFilter filter) {
        return switch (filter) {
            case Named(var names) -> names.stream();
            case Holds _ -> Stream.empty();
            case Every(var filters) -> filters.stream().flatMap(MetaFilter::names);
            case Either(var filters) -> filters.stream().flatMap(MetaFilter::names);
        };
    }

    /** What must hold of an event of this name; the empty one stands for every name that is not asked for. */
    private static Clause clause(MetaFilter filter, String name) {
        return switch (filter) {
            case Named(var names) -> names.contains(name) ? Clause.ALWAYS : Clause.NEVER;
            case Holds(var clause) -> clause;
            case Every(var filters) -> Clause.all(clauses(filters, name));
            case Either(var filters) -> Clause.any(clauses(filters, name));
        };
    }

    private static List<Clause> clauses(List<MetaFilter> filters, String name) {
        return filters.stream().map(filter -> clause(filter, name)).toList();
    }
}
