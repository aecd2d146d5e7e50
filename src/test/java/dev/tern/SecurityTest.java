package dev.tern;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds {@code docs/SECURITY.md} to the tests that it names, and to the chapters of the standard that it answers. */
class SecurityTest {
    private static final Pattern TEST = Pattern.compile("`(\\w+(?:Test|IT))`");
    private static final Pattern CHAPTER = Pattern.compile("^\\| V(\\d+)", Pattern.MULTILINE);
    private static final int CHAPTERS = 17;

    private static String page() throws IOException {
        return Files.readString(Path.of("docs/SECURITY.md"));
    }

    @Test
    void namesTestsThatThereAre() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src/test/java"))) {
            Set<String> tests = files.map(file -> file.getFileName().toString().replace(".java", ""))
                    .collect(Collectors.toSet());

            List<String> named =
                    TEST.matcher(page()).results().map(found -> found.group(1)).toList();

            assertTrue(named.size() > 50, () -> named.size() + " tests");
            assertEquals(
                    List.of(),
                    named.stream().filter(each -> !tests.contains(each)).toList());
        }
    }

    @Test
    void answersEveryChapter() throws IOException {
        Set<Integer> chapters = CHAPTER.matcher(page())
                .results()
                .map(found -> Integer.valueOf(found.group(1)))
                .collect(Collectors.toSet());

        assertEquals(IntStream.rangeClosed(1, CHAPTERS).boxed().collect(Collectors.toSet()), chapters);
    }
}
