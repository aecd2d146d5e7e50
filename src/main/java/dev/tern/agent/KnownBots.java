package dev.tern.agent;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The bots that Yauaa knows by name, as its tables list them: data of the package {@code nl.basjes.parse.useragent:yauaa},
 * so a newer version of it knows more. Nothing else of Yauaa is used: to analyse a user agent is far more work than to tell
 * a bot by its name. All texts are in lower case.
 *
 * @param names of bots, as words of their own
 * @param pieces of words that only bots have in their names
 * @param exceptions words that have such a piece and are no bots'
 */
record KnownBots(List<String> names, List<String> pieces, List<String> exceptions) {
    private static final Pattern TABLE = Pattern.compile("\\s+name:\\s*'(\\w+)'\\s*");
    private static final Pattern ENTRY = Pattern.compile("\\s+(['\"])(.+?)\\1\\s*:\\s.*");
    private static final String ITEM = "- ";

    KnownBots {
        names = List.copyOf(names);
        pieces = List.copyOf(pieces);
        exceptions = List.copyOf(exceptions);
    }

    /**
     * Reads them from the class path.
     *
     * @throws IllegalStateException naming the table that is not there, or is empty
     */
    static KnownBots read() {
        List<String> names = new ArrayList<>();
        names.addAll(table("Robots.yaml", "NamedRobots"));
        names.addAll(table("Robots-Google.yaml", "NamedGoogleRobots"));
        names.addAll(table("Robots-Yandex.yaml", "YandexRobots"));
        names.addAll(table("Robots-Yandex.yaml", "YandexYaRobots"));
        names.addAll(table("Hackers.yaml", "HackerToolKits"));
        List<String> pieces = new ArrayList<>();
        pieces.addAll(table("RobotBaseRules.yaml", "RobotStrings"));
        pieces.addAll(table("RobotBaseRules.yaml", "RobotStringsExtra"));
        return new KnownBots(names, pieces, table("RobotBaseRules.yaml", "NOTRobotStrings"));
    }

    /** The keys of a table, line by line, since the rest of the file, which is most of it, need not be understood. */
    static List<String> table(String file, String table) {
        String path = "/UserAgents/" + file;
        List<String> keys = new ArrayList<>();
        try (InputStream yaml = KnownBots.class.getResourceAsStream(path)) {
            if (yaml == null) {
                throw new IllegalStateException("Yauaa has no " + path);
            }
            var lines = new BufferedReader(new InputStreamReader(yaml, StandardCharsets.UTF_8));
            boolean inside = false;
            for (String line = lines.readLine(); line != null && !(inside && line.startsWith(ITEM)); ) {
                Matcher name = TABLE.matcher(line);
                inside |= name.matches() && name.group(1).equals(table);
                Matcher entry = ENTRY.matcher(line);
                if (inside && entry.matches()) {
                    keys.add(entry.group(2).strip().toLowerCase(Locale.ROOT));
                }
                line = lines.readLine();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (keys.isEmpty()) {
            throw new IllegalStateException("Yauaa has no table %s in %s".formatted(table, path));
        }
        return keys;
    }
}
