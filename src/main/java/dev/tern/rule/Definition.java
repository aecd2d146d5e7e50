package dev.tern.rule;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tern.json.Members;
import java.util.Optional;

/**
 * An audience as its owner defines it. Its rule has an end: long after the last event it is false of everybody.
 *
 * @param name for people
 * @param keep how long a visitor stays after the last instant at which the rule was true
 */
public record Definition(String name, Rule rule, Optional<Window> keep) {
    public Definition {
        requireNonNull(name, "name");
        requireNonNull(rule, "rule");
        requireNonNull(keep, "keep");
        Boundedness.require(rule, "/rule");
    }

    /**
     * Reads {@code {"name", "rule", "keep"?}}.
     *
     * @throws dev.tern.json.Refusal where it is anything else, too large, or has no end, with a pointer such as
     *     {@code /rule/all/1/within}
     */
    public static Definition read(JsonNode body) {
        var members = Members.of(body, "");
        String name = members.text("name", 1, Limits.NAME_CHARS_MAX);
        Rule rule = new RuleReader().rule(members.required("rule"));
        Optional<Window> keep = members.optional("keep").map(RuleReader::window);
        members.nothingElse();
        return new Definition(name, rule, keep);
    }

    /** What the rule says, as one plain English sentence that is always the same for the same rule. */
    public String description() {
        return Description.of(this);
    }
}
