package dev.tern.site;

import dev.tern.problem.HttpProblem;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response.Status;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a request demands of the state that it meets (RFC 9110, section 13.1).
 *
 * @param ifMatch the entity tags, one of which the state must have; none: any state will do
 * @param ifNoneMatch the entity tags, none of which the state may have
 */
public record Preconditions(List<String> ifMatch, List<String> ifNoneMatch) {
    private static final String ANY = "*";
    private static final String WEAK = "W/";

    public Preconditions {
        ifMatch = List.copyOf(ifMatch);
        ifNoneMatch = List.copyOf(ifNoneMatch);
    }

    /** Those of a request. */
    public static Preconditions of(HttpHeaders headers) {
        return new Preconditions(tags(headers, HttpHeaders.IF_MATCH), tags(headers, HttpHeaders.IF_NONE_MATCH));
    }

    /** The entity tag of something by its serial, and the version of the site that brought it as it is. */
    public static String tag(long serial, long version) {
        return "\"" + serial + "." + version + "\"";
    }

    /**
     * Holds a change to them.
     *
     * @param tag of the state; absent where there is none yet
     * @throws HttpProblem 412
     */
    public void require(Optional<String> tag) {
        if (!ifMatch.isEmpty() && !tag.map(this::isMatched).orElse(false)) {
            throw failed(tag);
        }
        if (tag.map(this::has).orElse(false)) {
            throw failed(tag);
        }
    }

    /** Whether the asker has the state with this tag already. */
    public boolean has(String tag) {
        return ifNoneMatch.stream()
                .map(each -> each.startsWith(WEAK) ? each.substring(WEAK.length()) : each)
                .anyMatch(each -> each.equals(tag) || each.equals(ANY));
    }

    private boolean isMatched(String tag) {
        return ifMatch.contains(tag) || ifMatch.contains(ANY);
    }

    private static HttpProblem failed(Optional<String> tag) {
        return new HttpProblem(
                Status.PRECONDITION_FAILED,
                tag.map(current -> "It is of another state: its ETag is " + current)
                        .orElse("There is none yet"));
    }

    /** No tag of ours has a comma in it, so that others may fall apart. */
    private static List<String> tags(HttpHeaders headers, String name) {
        List<String> lines = headers.getRequestHeader(name);
        Stream<String> each = lines == null ? Stream.empty() : lines.stream();
        return each.flatMap(line -> Stream.of(line.split(",", -1)))
                .map(String::strip)
                .toList();
    }
}
