package dev.tern.importing;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tern.rule.Window;
import java.util.List;

/**
 * Which events count.
 *
 * @param names any, where there is none
 */
record Events(List<String> names, Clause where) {
    Events {
        names = List.copyOf(names);
    }

    /** Those of them of which this holds too. */
    Events which(Clause also) {
        return new Events(names, Clause.all(List.of(where, also)));
    }

    /** The rule that one of them happened. */
    ObjectNode once(Window within) {
        return rule().put("within", within.toString());
    }

    /** The rule that of them something is so, which stands as a member of this name. */
    ObjectNode such(String member, ObjectNode bounds, Window within) {
        ObjectNode rule = rule();
        rule.set(member, bounds);
        return rule.put("within", within.toString());
    }

    private ObjectNode rule() {
        ObjectNode rule = JsonNodeFactory.instance.objectNode();
        switch (names.size()) {
            case 0 -> rule.put("event", "*");
            case 1 -> rule.put("event", names.getFirst());
            default -> {
                ArrayNode list = rule.putArray("event");
                names.forEach(list::add);
            }
        }
        switch (where) {
            case Clause.Constant(var holds) when holds -> {}
            case Clause.Constant _ -> throw new IllegalArgumentException("events that there can be");
            case Clause.Tests(var json) -> rule.set("where", json.deepCopy());
        }
        return rule;
    }
}
