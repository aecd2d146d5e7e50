package dev.tern.problem;

import dev.tern.json.Refusal;
import io.quarkus.logging.Log;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.HashMap;
import java.util.Map;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Turns what a resource threw into a problem document. */
final class ProblemMappers {
    @ServerExceptionMapper
    Response refusal(Refusal refusal) {
        return Problem.of(400, refusal.text(), refusal.pointer()).answer(Map.of());
    }

    @ServerExceptionMapper
    Response problem(HttpProblem problem) {
        return Problem.of(problem.status(), problem.getMessage(), null).answer(problem.headers());
    }

    /** What JAX-RS itself refuses: an unknown path, method or media type. */
    @ServerExceptionMapper
    Response refusedByJaxRs(WebApplicationException e) {
        Map<String, String> headers = new HashMap<>();
        String allow = e.getResponse().getHeaderString(HttpHeaders.ALLOW);
        if (allow != null) {
            headers.put(HttpHeaders.ALLOW, allow);
        }
        return Problem.of(e.getResponse().getStatus(), null, null).answer(headers);
    }

    @ServerExceptionMapper
    Response bug(Throwable bug) {
        Log.error("A request failed", bug);
        return Problem.of(500, null, null).answer(Map.of());
    }
}
