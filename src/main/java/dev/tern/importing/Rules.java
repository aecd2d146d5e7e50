package dev.tern.importing;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** Puts Tern's rules together; of one alone no group is made. */
final class Rules {
    private Rules() {}

    static ObjectNode all(List<ObjectNode> rules) {
        return group("all", rules);
    }

    static ObjectNode any(List<ObjectNode> rules) {
        return group("any", rules);
    }

    static ObjectNode not(ObjectNode rule) {
        ObjectNode not = JsonNodeFactory.instance.objectNode();
        not.set("not", rule);
        return not;
    }

    /** These, but not those, where there are any. */
    static ObjectNode without(ObjectNode included, List<ObjectNode> excluded) {
        return excluded.isEmpty() ? included : all(List.of(included, not(any(excluded))));
    }

    private static ObjectNode group(String name, List<ObjectNode> rules) {
        if (rules.size() == 1) {
            return rules.getFirst();
        }
        ObjectNode group = JsonNodeFactory.instance.objectNode();
        group.putArray(name).addAll(rules);
        return group;
    }
}
