package dev.tern.timeline;

import dev.tern.Decimal;
import dev.tern.rule.Bound;
import dev.tern.rule.Definition;
import dev.tern.rule.Limits;
import dev.tern.rule.Range;
import dev.tern.rule.Rule;
import dev.tern.rule.Trait;
import dev.tern.rule.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** From one definition, and those that it names, to a term. */
final class Compiler {
    private static final Term ALWAYS = new Term.All(List.of());

    private final Plan.Site site;
    private int depth = 0;
    private int rules = 0;

    Compiler(Plan.Site site) {
        this.site = site;
    }

    Term term(Definition definition) {
        Term term = term(definition.rule());
        return definition
                .keep()
                .map(Window::millis)
                .<Term>map(keepMillis -> new Term.Extended(term, keepMillis))
                .orElse(term);
    }

    Term term(Rule rule) {
        if (++rules > Limits.RULES_IN_ALL_MAX) {
            throw new IllegalArgumentException("at most " + Limits.RULES_IN_ALL_MAX + " rules");
        }
        return switch (rule) {
            case Rule.All(var all) -> new Term.All(all.stream().map(this::term).toList());
            case Rule.Any(var any) -> new Term.Any(any.stream().map(this::term).toList());
            case Rule.Not(var inner) -> new Term.Not(term(inner));
            case Rule.Count(var condition, var times, var within) -> {
                int trait = site.traits().applyAsInt(Trait.counted(condition));
                yield bounded(times, count -> new Term.AtLeast(trait, count, within.millis()));
            }
            case Rule.Days(var condition, var days, var within) -> {
                int trait = site.traits().applyAsInt(Trait.onDays(condition));
                yield bounded(days, count -> new Term.OnDays(trait, count, site.zone(), within.millis()));
            }
            case Rule.Sum(var condition, var of, var sum, var within) ->
                ranged(sum, site.traits().applyAsInt(Trait.summed(condition, of)), within.millis());
            case Rule.Sequence(var steps, var within) -> new Term.Sequence(links(steps), within.millis());
            case Rule.In(var audience) -> named(site.audiences().get(audience));
        };
    }

    private Term named(@Nullable Definition definition) {
        if (definition == null || depth == Limits.REFERENCE_DEPTH_MAX) {
            throw new IllegalArgumentException("a rule that names an audience of the site, and does not lead far");
        }
        depth++;
        Term term = term(definition);
        depth--;
        return term;
    }

    private List<Term.Link> links(List<Rule.Step> steps) {
        List<Term.Link> links = new ArrayList<>();
        for (Rule.Step step : steps) {
            int trait = site.traits().applyAsInt(Trait.inSequence(step.condition()));
            links.add(new Term.Link(trait, step.after().millis()));
        }
        return links;
    }

    private static Term bounded(Bound bound, IntFunction<Term> atLeast) {
        Term enough = bound.atLeast() == 0 ? ALWAYS : atLeast.apply(bound.atLeast());
        if (bound.atMost() == Bound.NO_END) {
            return enough;
        }
        return between(enough, atLeast.apply(bound.atMost() + 1));
    }

    private static Term ranged(Range sum, int trait, long withinMillis) {
        Term enough = sum.atLeast()
                .<Term>map(from -> new Term.AddsUp(trait, from.micros(), withinMillis))
                .orElse(ALWAYS);
        Optional<Decimal> most = sum.atMost();
        return most.isEmpty()
                ? enough
                : between(enough, new Term.AddsUp(trait, most.get().micros() + 1, withinMillis));
    }

    private static Term between(Term enough, Term tooMuch) {
        Term notTooMuch = new Term.Not(tooMuch);
        return enough.equals(ALWAYS) ? notTooMuch : new Term.All(List.of(enough, notTooMuch));
    }
}
