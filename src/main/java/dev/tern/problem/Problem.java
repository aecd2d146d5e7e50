package dev.tern.problem;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.quarkus.logging.Log;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import jakarta.ws.rs.core.HttpHeaders;
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
        String title = known == null ? HttpResponseStatus.valueOf(status).reasonPhrase() : known.getReasonPhrase();
        return new Problem("about:blank", title, status, detail, pointer);
    }

    /** The document as a JAX-RS answer. */
    Response answer(Map<String, String> headers) {
        Response.ResponseBuilder answer =
                Response.status(status).type(MEDIA_TYPE).entity(this);
        headers.forEach(answer::header);
        return answer.build();
    }

    /** Answers what a route of Vert.x failed by, as {@link ProblemMappers} do for JAX-RS. */
    public static void answer(HttpServerResponse response, Throwable failure) {
        if (failure instanceof HttpProblem problem) {
            of(problem.status(), problem.getMessage(), null).answer(response, problem.headers());
        } else {
            Log.error("A request failed", failure);
            of(500, null, null).answer(response, Map.of());
        }
    }

    /** Answers by the document, where Vert.x is asked itself. */
    public void answer(HttpServerResponse response, Map<String, String> headers) {
        response.setStatusCode(status).putHeader(HttpHeaders.CONTENT_TYPE, MEDIA_TYPE);
        headers.forEach((name, value) -> response.putHeader(name, value));
        var _ = response.end(json());
    }

    private String json() {
        JsonObject document =
                new JsonObject().put("type", type).put("title", title).put("status", status);
        if (detail != null) {
            document.put("detail", detail);
        }
        return document.encode();
    }
}
