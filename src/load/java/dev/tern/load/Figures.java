package dev.tern.load;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What was measured, round by round. */
final class Figures {
    private final Map<Figure, List<Double>> rounds = new EnumMap<>(Figure.class);

    /** Adds the figure of a round, and says it. */
    void add(Figure figure, double value) {
        System.err.printf("  %s %,.2f%n", figure, value);
        rounds.computeIfAbsent(figure, none -> new ArrayList<>()).add(value);
    }

    /** The median of the rounds. */
    double median(Figure figure) {
        return median(of(figure));
    }

    /** The median of what a figure is beside another of the same round. */
    double ratio(Figure figure, Figure beside) {
        List<Double> ratios = new ArrayList<>();
        for (int round = 0; round < of(figure).size(); round++) {
            ratios.add(of(figure).get(round) / of(beside).get(round));
        }
        return median(ratios);
    }

    /** The largest of the rounds. */
    double max(Figure figure) {
        return of(figure).stream().mapToDouble(Double::doubleValue).max().orElseThrow();
    }

    private List<Double> of(Figure figure) {
        return rounds.getOrDefault(figure, List.of());
    }

    private static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }
}
