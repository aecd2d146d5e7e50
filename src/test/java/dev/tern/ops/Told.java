package dev.tern.ops;

import static io.restassured.RestAssured.given;

import dev.tern.TestSite;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The series that the running service tells at {@code /q/metrics}. */
record Told(List<Series> series) {
    /** What Prometheus adds to each series that it reads. */
    private static final Set<String> ADDED = Set.of("namespace", "pod", "job", "instance");

    private static final Pattern LINE = Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\\{(.*)})? [^ ]+.*");
    private static final Pattern LABEL = Pattern.compile("([a-zA-Z_][a-zA-Z0-9_]*)=\"([^\"]*)\"");
    private static final String BUCKET = "_bucket";
    private static final Pattern PART = Pattern.compile("_(bucket|count|sum)$");

    /** A series by its name and labels. */
    record Series(String name, Map<String, String> labels) {
        Series {
            labels = Map.copyOf(labels);
        }

        boolean satisfies(PromQl.Selector selector) {
            return name.equals(selector.name())
                    && selector.tests().stream()
                            .allMatch(test ->
                                    ADDED.contains(test.label()) || test.holds(labels.getOrDefault(test.label(), "")));
        }
    }

    Told {
        series = List.copyOf(series);
    }

    static Told now() {
        return of(given().get("http://localhost:" + TestSite.managementPort() + "/q/metrics")
                .then()
                .statusCode(200)
                .extract()
                .asString());
    }

    static Told of(String text) {
        return new Told(text.lines()
                .filter(line -> !line.startsWith("#"))
                .map(Told::series)
                .toList());
    }

    private static Series series(String line) {
        Matcher series = LINE.matcher(line);
        if (!series.matches()) {
            throw new IllegalArgumentException("no series: " + line);
        }
        String labels = series.group(2);
        return new Series(series.group(1), labels == null ? Map.of() : labels(labels));
    }

    private static Map<String, String> labels(String text) {
        return LABEL.matcher(text)
                .results()
                .collect(Collectors.toMap(label -> label.group(1), label -> label.group(2)));
    }

    /** What an expression asks for in vain: series that are not there, and labels that none of its series has. */
    List<String> lacks(String expression) {
        PromQl asked = PromQl.of(expression);
        List<String> lacking = new ArrayList<>();
        Set<String> labels = new TreeSet<>(ADDED);
        for (PromQl.Selector selector : asked.selectors()) {
            List<Series> found =
                    series.stream().filter(each -> each.satisfies(selector)).toList();
            if (found.isEmpty()) {
                lacking.add(selector.toString());
            }
            found.forEach(each -> labels.addAll(each.labels.keySet()));
        }
        asked.grouping().stream().filter(label -> !labels.contains(label)).forEach(lacking::add);
        return lacking;
    }

    /** Tern's own metrics and the labels that each has, a histogram by the name that its series have in common. */
    Map<String, Set<String>> ofTern() {
        Set<String> histograms = series.stream()
                .map(Series::name)
                .filter(name -> name.endsWith(BUCKET))
                .map(name -> name.substring(0, name.length() - BUCKET.length()))
                .collect(Collectors.toSet());
        Map<String, Set<String>> metrics = new TreeMap<>();
        for (Series each : series) {
            if (each.name.startsWith("tern_")) {
                String common = PART.matcher(each.name).replaceFirst("");
                metrics.computeIfAbsent(histograms.contains(common) ? common : each.name, none -> new TreeSet<>())
                        .addAll(each.labels.keySet());
            }
        }
        return metrics;
    }
}
