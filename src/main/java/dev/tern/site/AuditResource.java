package dev.tern.site;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tern.access.Allows;
import dev.tern.catalog.Scope;
import dev.tern.json.Json;
import dev.tern.problem.HttpProblem;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response.Status;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The audit log of a site by REST, oldest first. */
@Path("/v1/sites/{site}/audit")
@Produces(MediaType.APPLICATION_JSON)
public final class AuditResource {
    private static final Pattern CURSOR = Pattern.compile("[0-9]{1,18}");

    private final Sites sites;

    AuditResource(Sites sites) {
        this.sites = sites;
    }

    /** An entry: what was done, and what of it must be accounted for. */
    @RegisterForReflection
    record Entry(Instant time, String action, JsonNode detail) {
        static Entry of(AuditRow row) {
            return new Entry(row.time, row.action, Json.parse(row.detail.getBytes(StandardCharsets.UTF_8)));
        }
    }

    /** A part of the list. */
    @RegisterForReflection
    record Page(List<Entry> entries, @Nullable String next) {}

    @GET
    @Allows(Scope.ADMIN)
    public Page list(
            @PathParam("site") String site,
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("cursor") @Nullable String cursor) {
        PageRequest page = PageRequest.of(limit, cursor);
        long after = after(page.after());
        List<AuditRow> found =
                sites.read(SitesResource.known(site), serial -> AuditRow.after(serial, after, page.limit() + 1));
        return new Page(
                found.stream().limit(page.limit()).map(Entry::of).toList(),
                page.next(found, row -> Long.toString(row.id)).orElse(null));
    }

    private static long after(String cursor) {
        if (cursor.isEmpty()) {
            return 0;
        }
        if (!CURSOR.matcher(cursor).matches()) {
            throw new HttpProblem(Status.BAD_REQUEST, "cursor: the next of an earlier page");
        }
        return Long.parseLong(cursor);
    }
}
