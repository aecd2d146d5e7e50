package dev.tern.site;

import dev.tern.problem.HttpProblem;
import jakarta.ws.rs.core.Response.Status;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which part of a list is asked for.
 *
 * @param after the ID that the part begins behind; empty for the first part
 * @param limit how many at most
 */
public record PageRequest(String after, int limit) {
    private static final Pattern WHOLE = Pattern.compile("[0-9]{1,4}");
    private static final Pattern CURSOR = Pattern.compile("[a-z0-9_-]{1,63}");

    public PageRequest {
        if (limit < 1 || limit > Limits.PAGE_MAX) {
            throw new HttpProblem(Status.BAD_REQUEST, "limit: a whole number from 1 to %d".formatted(Limits.PAGE_MAX));
        }
        if (!after.isEmpty() && !CURSOR.matcher(after).matches()) {
            throw new HttpProblem(Status.BAD_REQUEST, "cursor: the next of an earlier page");
        }
    }

    /**
     * Reads the parameters of a request.
     *
     * @throws HttpProblem 400 where they are out of bounds
     */
    public static PageRequest of(@Nullable String limit, @Nullable String cursor) {
        int number = limit == null ? Limits.PAGE_DEFAULT : WHOLE.matcher(limit).matches() ? Integer.parseInt(limit) : 0;
        return new PageRequest(cursor == null ? "" : cursor, number);
    }

    /**
     * The cursor that the next page begins with, where there is one.
     *
     * @param found as many as asked for and, where there are more, one more
     */
    public <T> Optional<String> next(List<T> found, Function<T, String> id) {
        return found.size() > limit ? Optional.of(id.apply(found.get(limit - 1))) : Optional.empty();
    }
}
