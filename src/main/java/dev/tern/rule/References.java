package dev.tern.rule;

import static dev.tern.rule.Limits.REFERENCE_DEPTH_MAX;
import static dev.tern.rule.Limits.RULES_IN_ALL_MAX;

import dev.tern.AudienceId;
import dev.tern.json.Refusal;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The audiences of a site that name each other: those named are there, and lead neither in circles nor far. */
public final class References {
    private static final Node LEAF = new Node(List.of(), 1);

    private final Map<AudienceId, Node> audiences;
    private final Map<AudienceId, Extent> extents = new HashMap<>();

    /**
     * What an audience is to those that name it.
     *
     * @param names the audiences in its rule, each as often as it stands there
     * @param rules how many its own rule is made of
     */
    public record Node(List<AudienceId> names, int rules) {
        public Node {
            names = List.copyOf(names);
        }

        /** Of a rule. */
        public static Node of(Rule rule) {
            return new Node(List.copyOf(places(rule).values()), size(rule));
        }
    }

    /**
     * @param depth of the longest way through other audiences, 0 where it names none
     * @param rules with those of the audiences that it names
     */
    private record Extent(int depth, long rules) {}

    private References(Map<AudienceId, Node> audiences) {
        this.audiences = audiences;
    }

    /**
     * Refuses a rule that names what it can't.
     *
     * @param audience whose rule it becomes; absent: one that nobody names
     * @param others of the same site: those that it names and that name others, at least
     * @throws Refusal at the {@code audience} to blame; at {@code /rule} where it, or an audience that names it, would be too large
     */
    public static void require(Optional<AudienceId> audience, Rule rule, Map<AudienceId, Node> others) {
        Map<AudienceId, Node> all = new HashMap<>(others);
        Node node = Node.of(rule);
        audience.ifPresent(id -> all.put(id, node));
        var references = new References(all);
        places(rule).forEach((pointer, named) -> references.requireNamed(audience, named, pointer));
        requireSmall("this", references.extent(node));
        all.forEach((id, other) -> requireSmall("audience " + id, references.extent(id)));
    }

    /** Those of the audiences that lead to one, itself left out. */
    public static Set<AudienceId> leadingTo(AudienceId audience, Map<AudienceId, Node> audiences) {
        var references = new References(audiences);
        return audiences.keySet().stream()
                .filter(other -> !other.equals(audience) && references.leads(other, audience, new HashSet<>()))
                .collect(Collectors.toSet());
    }

    private void requireNamed(Optional<AudienceId> audience, AudienceId named, String pointer) {
        if (!audiences.containsKey(named)) {
            throw new Refusal(pointer, "an audience of the site; there is no " + named);
        }
        if (audience.filter(id -> leads(named, id, new HashSet<>())).isPresent()) {
            throw new Refusal(pointer, "an audience that does not lead back to this one, as " + named + " does");
        }
    }

    private boolean leads(AudienceId from, AudienceId to, Set<AudienceId> seen) {
        return from.equals(to)
                || (seen.add(from) && node(from).names.stream().anyMatch(named -> leads(named, to, seen)));
    }

    private Node node(AudienceId audience) {
        return audiences.getOrDefault(audience, LEAF);
    }

    private static void requireSmall(String which, Extent extent) {
        if (extent.depth > REFERENCE_DEPTH_MAX) {
            throw new Refusal(
                    "/rule", "%s: at most %d audiences within each other".formatted(which, REFERENCE_DEPTH_MAX));
        }
        if (extent.rules > RULES_IN_ALL_MAX) {
            throw new Refusal(
                    "/rule",
                    "%s: at most %d rules with those of the audiences that it names"
                            .formatted(which, RULES_IN_ALL_MAX));
        }
    }

    private Extent extent(AudienceId audience) {
        Extent known = extents.get(audience);
        if (known != null) {
            return known;
        }
        Extent extent = extent(node(audience));
        extents.put(audience, extent);
        return extent;
    }

    private Extent extent(Node node) {
        int depth = 0;
        long rules = node.rules;
        for (AudienceId named : node.names) {
            Extent inner = extent(named);
            depth = Math.max(depth, 1 + inner.depth);
            rules = Math.min(Integer.MAX_VALUE, rules + inner.rules);
        }
        return new Extent(depth, rules);
    }

    /** Each {@code audience} in the rule, by its JSON pointer. */
    private static Map<String, AudienceId> places(Rule rule) {
        Map<String, AudienceId> places = new LinkedHashMap<>();
        gather(rule, "/rule", places);
        return places;
    }

    private static void gather(Rule rule, String pointer, Map<String, AudienceId> into) {
        switch (rule) {
            case Rule.All(var rules) -> gather(rules, pointer + "/all/", into);
            case Rule.Any(var rules) -> gather(rules, pointer + "/any/", into);
            case Rule.Not(var inner) -> gather(inner, pointer + "/not", into);
            case Rule.In(var audience) -> into.put(pointer + "/audience", audience);
            case Rule.Count _, Rule.Days _, Rule.Sum _, Rule.Sequence _ -> {}
        }
    }

    private static void gather(List<Rule> rules, String pointer, Map<String, AudienceId> into) {
        for (int i = 0; i < rules.size(); i++) {
            gather(rules.get(i), pointer + i, into);
        }
    }

    private static int size(Rule rule) {
        return switch (rule) {
            case Rule.All(var rules) ->
                1 + rules.stream().mapToInt(References::size).sum();
            case Rule.Any(var rules) ->
                1 + rules.stream().mapToInt(References::size).sum();
            case Rule.Not(var inner) -> 1 + size(inner);
            case Rule.Sequence(var steps, var _) -> steps.size();
            case Rule.Count _, Rule.Days _, Rule.Sum _, Rule.In _ -> 1;
        };
    }
}
