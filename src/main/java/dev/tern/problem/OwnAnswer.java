package dev.tern.problem;

import io.vertx.core.http.HttpServerRequest;

/** What answers in a way of its own even to a request that is refused before any route is asked. */
public interface OwnAnswer {
    /**
     * Answers, with the status that is set already; nothing but the request's line is to be trusted.
     *
     * @return whether the request was one of its own
     */
    boolean refuse(HttpServerRequest request);
}
