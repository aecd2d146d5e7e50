package dev.tern.load;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/** What was measured, round by round. */
final class Figures {
    private final Map<String, List<Double>> rounds = new LinkedHashMap<>();

    /** Adds the figure of a round. */
    void add(String name, double figure) {
        System.err.printf("  %s: %.2f%n", name, figure);
        rounds.computeIfAbsent(name, none -> new ArrayList<>()).add(figure);
    }

    /** The median of the rounds. */
    double median(String name) {
        return median(rounds.get(name));
    }

    /** The median of what the two figures of each round make. */
    double median(String one, String other, BiFunction<Double, Double, Double> together) {
        List<Double> made = new ArrayList<>();
        for (int round = 0; round < rounds.get(one).size(); round++) {
            made.add(together.apply(rounds.get(one).get(round), rounds.get(other).get(round)));
        }
        return median(made);
    }

    /** The largest of the rounds. */
    double max(String name) {
        return rounds.get(name).stream().mapToDouble(Double::doubleValue).max().orElseThrow();
    }

    private static double median(List<Double> figures) {
        List<Double> sorted = figures.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        rounds.forEach((name, figures) -> text.append(name).append(": ").append(figures.stream().map(f -> "%.2f".formatted(f)).toList()).append('\n'));
        return text.toString();
    }
}
