package dev.tern.importing;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tern.json.Place;
import dev.tern.json.Refusal;
import dev.tern.rule.Definition;
import dev.tern.rule.Window;
import java.util.List;

/** Holds what was translated to Tern's own reader, so that its limits are the only ones. */
final class ReadBack {
    private static final Window ANY_WINDOW = new Window(Window.MILLIS_MAX);

    private ReadBack() {}

    /** The clause, refused at the foreign place that it comes from where Tern can't read it. */
    static Clause clause(Clause clause, Place place) {
        try {
            Definition.read(json("any", new Events(List.of(), clause).once(ANY_WINDOW)));
            return clause;
        } catch (Refusal refusal) {
            throw place.refusal(refusal.reason());
        }
    }

    /** The whole definition, refused as a whole where Tern can't read it. */
    static ObjectNode definition(String name, ObjectNode rule) {
        ObjectNode definition = json(name, rule);
        try {
            Definition.read(definition);
            return definition;
        } catch (Refusal refusal) {
            throw new Refusal("", "a definition that is readable when translated: " + refusal.text());
        }
    }

    private static ObjectNode json(String name, ObjectNode rule) {
        ObjectNode definition = JsonNodeFactory.instance.objectNode().put("name", name);
        definition.set("rule", rule);
        return definition;
    }
}
