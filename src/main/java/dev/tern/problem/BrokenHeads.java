package dev.tern.problem;

import io.quarkus.vertx.VertxOptionsCustomizer;
import io.vertx.core.Handler;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.impl.HttpServerConnection;
import io.vertx.core.metrics.MetricsOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.spi.metrics.HttpServerMetrics;
import io.vertx.core.spi.metrics.VertxMetrics;
import io.vertx.core.spi.observability.HttpRequest;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/**
 * Gives requests whose head can't be decoded to a handler.
 *
 * <p>Quarkus leaves them to Vert.x, which answers without a body, and lets nobody else be named before its servers listen. A
 * connection takes another handler at any time, but a request like this may be its first and last. What measures requests is
 * told of each one just before its handler is chosen; nothing is measured here.
 */
@Singleton
final class BrokenHeads implements VertxOptionsCustomizer, VertxMetrics, HttpServerMetrics<Object, Object, Object> {
    private volatile Handler<HttpServerRequest> handler = HttpServerRequest.DEFAULT_INVALID_REQUEST_HANDLER;

    void handler(Handler<HttpServerRequest> next) {
        handler = next;
    }

    @Override
    @SuppressWarnings("deprecation") // Vert.x' builder, which is to be used instead, is Quarkus' own
    public void accept(VertxOptions options) {
        options.setMetricsOptions(new MetricsOptions().setEnabled(true).setFactory(_ -> this));
    }

    @Override
    public HttpServerMetrics<?, ?, ?> createHttpServerMetrics(HttpServerOptions server, SocketAddress address) {
        return this;
    }

    @Override
    public @Nullable Object requestBegin(Object connection, HttpRequest begun) {
        if (begun instanceof HttpServerRequest request
                && request.decoderResult().isFailure()
                && request.connection() instanceof HttpServerConnection broken) {
            broken.invalidRequestHandler(handler);
        }
        return null;
    }
}
