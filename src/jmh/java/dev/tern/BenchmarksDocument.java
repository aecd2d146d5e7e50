package dev.tern;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code docs/BENCHMARKS.md}, into which whatever measures writes its tables. */
public final class BenchmarksDocument {
    private static final Path DOCUMENT = Path.of("docs/BENCHMARKS.md");

    private BenchmarksDocument() {}

    /**
     * Puts a table between {@code <!-- Place -->} and {@code <!-- /Place -->}.
     *
     * @throws IllegalStateException if the document has no such place; holds the table, that it is not lost
     */
    public static void put(String place, String table) throws IOException {
        String text = Files.readString(DOCUMENT);
        Matcher matcher = Pattern.compile("(<!-- " + place + " -->\n).*?(<!-- /" + place + " -->)", Pattern.DOTALL)
                .matcher(text);
        if (!matcher.find()) {
            throw new IllegalStateException(DOCUMENT + " has no place for " + place + ":\n" + table);
        }
        Files.writeString(DOCUMENT, matcher.replaceFirst("$1" + Matcher.quoteReplacement(table) + "$2"));
    }

    /** What it was measured on: processor, cores and system. */
    public static String machine() throws IOException {
        return "%s, %d cores, %s"
                .formatted(
                        oneOf(Path.of("/proc/cpuinfo"), "model name\\s*: (.*)", System.getProperty("os.arch")),
                        Runtime.getRuntime().availableProcessors(),
                        oneOf(Path.of("/etc/os-release"), "PRETTY_NAME=\"(.*)\"", System.getProperty("os.name")));
    }

    private static String oneOf(Path file, String pattern, String otherwise) throws IOException {
        if (!Files.isReadable(file)) {
            return otherwise;
        }
        Matcher matcher = Pattern.compile(pattern).matcher(Files.readString(file));
        return matcher.find() ? matcher.group(1).strip() : otherwise;
    }
}
