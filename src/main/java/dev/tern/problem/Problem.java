package dev.tern.problem;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.vertx.core.json.JsonObject;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A problem document (RFC 9457).
 *
 * @param detail what is wrong, with the bound
 * @param pointer the place in the request's body, as a JSON pointer
 */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Problem(
        String type,
        String title,
        int status,
        @Nullable String detail,
        @Nullable String pointer) {
    /** The media type of a problem document. */
    public static final String MEDIA_TYPE = "application/problem+json";

    /** A problem that the status explains, with its detail. */
    public static Problem of(int status, @Nullable String detail, @Nullable String pointer) {
        Response.Status known = Response.Status.fromStatusCode(status);
        return new Problem("about:blank", known == null ? "Error" : known.getReasonPhrase(), status, detail, pointer);
    }

    /** The document as a JAX-RS answer. */
    Response answer(Map<String, String> headers) {
        Response.ResponseBuilder answer =
                Response.status(status).type(MEDIA_TYPE).entity(this);
        headers.forEach(answer::header);
        return answer.build();
    }

    /** The document as text, for answers that Vert.x gives itself. */
    public String json() {
        JsonObject document =
                new JsonObject().put("type", type).put("title", title).put("status", status);
        if (detail != null) {
            document.put("detail", detail);
        }
        return document.encode();
    }
}
