package dev.tern;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.RunResult;

/**
 * The results as Markdown, one table for each class of benchmarks. A parameter that is a number makes the columns, each
 * other parameter or method a row; the ratio in each cell is to the first of the row.
 */
final class Tables {
    /** A column where no parameter is a number. */
    private static final long ONLY = 0;

    private final Map<String, Map<String, Map<Long, RunResult>>> byClass = new LinkedHashMap<>();
    private final String machine;

    Tables(Collection<RunResult> results) throws IOException {
        for (RunResult result : results) {
            BenchmarkParams params = result.getParams();
            String[] names = params.getBenchmark().split("\\.");
            byClass.computeIfAbsent(names[names.length - 2], _ -> new LinkedHashMap<>())
                    .computeIfAbsent(row(params, names[names.length - 1]), _ -> new TreeMap<>())
                    .put(column(params), result);
        }
        this.machine = machine(results.iterator().next().getParams());
    }

    /** Puts each table into the document, at the place of its class. */
    void write() throws IOException {
        for (String name : byClass.keySet()) {
            BenchmarksDocument.put(name, table(name));
        }
    }

    @Override
    public String toString() {
        return byClass.keySet().stream().map(this::table).collect(Collectors.joining("\n"));
    }

    private String table(String name) {
        var table = new StringBuilder();
        var rows = byClass.get(name);
        Map<Long, RunResult> first = rows.values().iterator().next();
        List<String> head = new ArrayList<>(List.of("ns (ratio)"));
        first.keySet().forEach(column -> head.add(column == ONLY ? "" : String.format(Locale.ROOT, "%,d", column)));
        head.add("bytes");
        line(table, head);
        table.append("|---|").append("--:|".repeat(head.size() - 1)).append('\n');
        rows.forEach((row, results) -> line(table, cells(row, results)));
        return table.append('\n').append(machine).append('\n').toString();
    }

    private static List<String> cells(String row, Map<Long, RunResult> results) {
        List<String> cells = new ArrayList<>(List.of(row));
        double first = time(results.values().iterator().next());
        results.values()
                .forEach(result ->
                        cells.add(String.format(Locale.ROOT, "%,.0f (%.2f)", time(result), time(result) / first)));
        long[] bytes = results.values().stream()
                .mapToLong(result -> Math.round(
                        result.getSecondaryResults().get("gc.alloc.rate.norm").getScore()))
                .sorted()
                .distinct()
                .toArray();
        cells.add(bytes.length == 1 ? "" + bytes[0] : bytes[0] + "–" + bytes[bytes.length - 1]);
        return cells;
    }

    /** What a tenth of the iterations stays below: other programs on the machine only ever add to it. */
    private static double time(RunResult result) {
        double[] times = result.getBenchmarkResults().stream()
                .flatMap(fork -> fork.getIterationResults().stream())
                .mapToDouble(iteration -> iteration.getPrimaryResult().getScore())
                .sorted()
                .toArray();
        return times[times.length / 10];
    }

    private static void line(StringBuilder table, List<String> cells) {
        table.append("| ").append(String.join(" | ", cells)).append(" |\n");
    }

    private static String row(BenchmarkParams params, String method) {
        List<String> words = params.getParamsKeys().stream()
                .map(params::getParam)
                .filter(value -> !isNumber(value))
                .map(value -> value.toLowerCase(Locale.ROOT).replace('_', ' '))
                .collect(Collectors.toCollection(ArrayList::new));
        return words.isEmpty() ? method : String.join(", ", words);
    }

    private static long column(BenchmarkParams params) {
        return params.getParamsKeys().stream()
                .map(params::getParam)
                .filter(Tables::isNumber)
                .mapToLong(Long::parseLong)
                .findFirst()
                .orElse(ONLY);
    }

    private static boolean isNumber(String value) {
        return value.chars().allMatch(Character::isDigit);
    }

    private static String machine(BenchmarkParams params) throws IOException {
        return String.format(
                "%s; %s %s; JMH %s: %d forks, each %d × %s to warm up and %d × %s measured, `%s`.",
                BenchmarksDocument.machine(),
                params.getVmName(),
                params.getVmVersion(),
                params.getJmhVersion(),
                params.getForks(),
                params.getWarmup().getCount(),
                params.getWarmup().getTime(),
                params.getMeasurement().getCount(),
                params.getMeasurement().getTime(),
                params.getJvmArgs().stream().filter(arg -> arg.startsWith("-X")).collect(Collectors.joining(" ")));
    }
}
