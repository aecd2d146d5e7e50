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
 * @param retention how long after the latest event a visitor stays at most
 */
public record Definition(String name, Rule rule, Optional<Window> keep, Optional<Window> retention) {
    public Definition {
        requireNonNull(name, "name");
        requireNonNull(rule, "rule");
        requireNonNull(keep, "keep");
        requireNonNull(retention, "retention");
        Boundedness.require(rule, "/rule");
    }

    /** One that bounds no retention. */
    public Definition(String name, Rule rule, Optional<Window> keep) {
        this(name, rule, keep, Optional.empty());
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
        Optional<Window> keep = members.optional("keep").map(Window::read);
        members.nothingElse();
        return new Definition(name, rule, keep);
    }

    /** The same, where everything of a visitor is forgotten so long after the latest event: no window is longer. */
    public Definition cutTo(Optional<Window> retention) {
        return retention
                .map(longest ->
                        new Definition(name, rule.cutTo(longest), keep.map(window -> window.cutTo(longest)), retention))
                .orElse(this);
    }

    /** What the rule says, as one plain English sentence that is always the same for the same rule. */
    public String description() {
        return Description.of(this);
    }
}
