package dev.tern.load;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What is stored of a site's visitors, read back and held against what was sent. */
final class Stored {
    private static final Set<String> OF_KNOWN_AND_NEW = Set.of("all", "campaign", "category", "item");

    private final Tern tern;
    private final Site site;
    private final Sent sent;
    private final Map<String, Integer> numbers = new HashMap<>();

    Stored(Tern tern, Site site, Sent sent) {
        this.tern = tern;
        this.site = site;
        this.sent = sent;
        for (int visitor = 0; visitor < Site.VISITORS; visitor++) {
            numbers.put(site.visitor(visitor), visitor);
        }
    }

    /**
     * Reads the members of every audience that visitors were sent to.
     *
     * @return how many there were in all
     * @throws IllegalStateException if one is missing, too many, or of a time before its last hit
     */
    long check() throws IOException, InterruptedException {
        long members = 0;
        for (String kind : OF_KNOWN_AND_NEW) {
            members += check(kind, true);
        }
        return members + check("twice", false);
    }

    private long check(String kind, boolean ofNew) throws IOException, InterruptedException {
        long found = 0;
        long missing = 0;
        for (int section = 0; section < Site.SECTIONS; section++) {
            Map<String, Instant> members = members(kind + "-" + section);
            long known = 0;
            for (Map.Entry<String, Instant> member : members.entrySet()) {
                Integer number = numbers.get(member.getKey());
                if (number != null) {
                    require(number % Site.SECTIONS == section, "a visitor is in an audience of another section");
                    known++;
                    missing += kind.equals("all") && isOlder(member.getValue(), number) ? 1 : 0;
                }
            }
            require(known == Site.VISITORS / Site.SECTIONS, "in " + kind + ", known visitors: " + known);
            long others = members.size() - known;
            long sentNew = ofNew ? sent.newVisitors(section) : 0;
            require(others <= sentNew, "in " + kind + ", new visitors: " + others + " of " + sentNew);
            missing += sentNew - others;
            found += members.size();
        }
        require(missing <= sent.underWay(), "in " + kind + ", hits that are missing: " + missing);
        return found;
    }

    private boolean isOlder(Instant until, int visitor) {
        return until.toEpochMilli() < sent.lastMillis(visitor) + Site.ALL_MILLIS;
    }

    private Map<String, Instant> members(String audience) throws IOException, InterruptedException {
        Map<String, Instant> members = new TreeMap<>();
        String path = "/v1/sites/" + site.id + "/audiences/" + audience + "/members";
        try (var lines = new BufferedReader(new InputStreamReader(tern.lines(path), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                var member = Tern.read(line);
                Instant before = members.put(
                        member.path("visitor").asText(),
                        Instant.parse(member.path("until").asText()));
                require(before == null, "a member is listed twice");
            }
        }
        return members;
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalStateException("Stored is not what was sent: " + otherwise);
        }
    }
}
