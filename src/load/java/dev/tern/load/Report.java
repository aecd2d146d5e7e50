package dev.tern.load;

import dev.tern.BenchmarksDocument;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The figures as a table, beside what they are to be. */
final class Report {
    private final List<String> lines = new ArrayList<>();

    Report(Figures figures) throws IOException {
        line("work", "median", "to nginx", "target", "met");
        lines.add("|---|--:|--:|--:|---|");
        line("nginx, cookie and image", rate(figures, Figure.NGINX), "1.00", "", "");
        ratio(figures, "pixel, full work, 100 audiences", Figure.PIXEL, 0.65);
        most(figures, "… p99, ms", Figure.PIXEL_P99, 10);
        most(figures, "… dropped", Figure.DROPPED, 0);
        most(figures, "… heap in use at most, MB", Figure.HEAP, 256);
        double ofMany = figures.ratio(Figure.PIXEL_OF_MANY, Figure.PIXEL);
        line(
                "… 10,000 audiences, beside 100",
                rate(figures, Figure.PIXEL_OF_MANY),
                "%.2f of 100".formatted(ofMany),
                "0.85",
                met(ofMany >= 0.85));
        ratio(figures, "lookup of a visitor, 5 memberships", Figure.LOOKUP, 0.55);
        most(figures, "… p99, ms", Figure.LOOKUP_P99, 10);
        least(figures, "lookups of 100 a request, visitors/s", Figure.LOOKUPS, 300_000);
        least(figures, "members as NDJSON, members/s", Figure.MEMBERS, 300_000);
        most(
                figures,
                "hit to membership at %.2f of full load, p99 ms".formatted(figures.median(Figure.VISIBLE_LOAD)),
                Figure.VISIBLE_P99,
                100);
        most(figures, "Redis, bytes a membership", Figure.BYTES, 64);
        line("1,000 connections: hits/s", rate(figures, Figure.OVERLOAD), "", "", "");
        line("… lookups meanwhile, p99 ms", rate(figures, Figure.OVERLOAD_LOOKUP_P99), "", "", "");
        most(figures, "… heap in use at most, MB", Figure.OVERLOAD_HEAP, 256);
        line("… dropped", rate(figures, Figure.OVERLOAD_DROPPED), "", "", "");
        most(figures, "… then a hit is visible after, ms", Figure.RECOVERED, 1_000);
        lines.add("");
        lines.add("%,.0f memberships were read back and held against what was sent. %s"
                .formatted(figures.median(Figure.CHECKED), machine()));
    }

    /** Puts it into the document. */
    void write() throws IOException {
        BenchmarksDocument.put("Load", this + "\n");
    }

    @Override
    public String toString() {
        return String.join("\n", lines);
    }

    private void ratio(Figures figures, String work, Figure figure, double target) {
        double ratio = figures.ratio(figure, Figure.NGINX);
        line(work, rate(figures, figure), "%.2f".formatted(ratio), "%.2f".formatted(target), met(ratio >= target));
    }

    private void least(Figures figures, String work, Figure figure, double target) {
        line(work, rate(figures, figure), "", "%,.0f".formatted(target), met(figures.median(figure) >= target));
    }

    private void most(Figures figures, String work, Figure figure, double target) {
        line(work, rate(figures, figure), "", "%,.0f".formatted(target), met(figures.median(figure) <= target));
    }

    private static String rate(Figures figures, Figure figure) {
        double median = figures.median(figure);
        return String.format(Locale.ROOT, median < 1_000 ? "%,.1f" : "%,.0f", median);
    }

    private static String met(boolean met) {
        return met ? "yes" : "no";
    }

    private void line(String... cells) {
        lines.add("| " + String.join(" | ", cells) + " |");
    }

    private static String machine() throws IOException {
        return "%s; %s %s; %s; %s; %s; %s."
                .formatted(
                        BenchmarksDocument.machine(),
                        System.getProperty("java.vm.name"),
                        System.getProperty("java.vm.version"),
                        said("redis-server", "--version").replaceAll("Redis server v=(\\S+).*", "Redis $1"),
                        said("/usr/sbin/nginx", "-v").replaceAll(".*: ", ""),
                        said("psql", "--version").replaceAll("psql \\(PostgreSQL\\) (\\S+).*", "PostgreSQL $1"),
                        said("wrk", "-v").replaceAll("(wrk \\S+).*", "$1"));
    }

    private static String said(String... command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return said.lines().findFirst().orElse("").strip();
    }
}
