package dev.tern.problem;

import jakarta.ws.rs.core.Response.Status;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A request that can't be served, as the status and the sentence that its sender will read. */
public class HttpProblem extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** Headers of an answer that another try may better. */
    protected static final Map<String, String> RETRY = Map.of("Retry-After", "1");

    private final int status;
    private final transient Map<String, String> headers;

    /** @param detail for the sender; names no visitor */
    public HttpProblem(Status status, String detail) {
        this(status, detail, Map.of());
    }

    /** @param headers that the answer carries beside the document */
    public HttpProblem(Status status, String detail, Map<String, String> headers) {
        this(status, detail, headers, null);
    }

    /** @param cause for the log alone */
    protected HttpProblem(Status status, String detail, Map<String, String> headers, @Nullable Throwable cause) {
        super(detail, cause, false, false);
        this.status = status.getStatusCode();
        this.headers = Map.copyOf(headers);
    }

    /** What was asked for is not there. */
    public static HttpProblem notFound(String detail) {
        return new HttpProblem(Status.NOT_FOUND, detail);
    }

    /** What it takes to answer is away for the moment. */
    public static HttpProblem unavailable(String detail) {
        return new HttpProblem(Status.SERVICE_UNAVAILABLE, detail, RETRY);
    }

    public int status() {
        return status;
    }

    public Map<String, String> headers() {
        return headers;
    }
}
