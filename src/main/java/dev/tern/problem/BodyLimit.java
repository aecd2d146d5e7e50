package dev.tern.problem;

import jakarta.ws.rs.core.Response.Status;
import jakarta.ws.rs.ext.Provider;
import jakarta.ws.rs.ext.ReaderInterceptor;
import jakarta.ws.rs.ext.ReaderInterceptorContext;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Refuses bodies that did not say how long they are, and are too long. */
@Provider
public final class BodyLimit implements ReaderInterceptor {
    static final String REASON = "The body: at most %d bytes".formatted(RequestLimits.BODY_BYTES_MAX);

    @Override
    public Object aroundReadFrom(ReaderInterceptorContext context) throws IOException {
        byte[] body = read(context.getInputStream());
        if (body.length > RequestLimits.BODY_BYTES_MAX) {
            throw new HttpProblem(Status.REQUEST_ENTITY_TOO_LARGE, REASON);
        }
        context.setInputStream(new ByteArrayInputStream(body));
        return context.proceed();
    }

    private static byte[] read(InputStream sent) {
        try {
            return sent.readNBytes(RequestLimits.BODY_BYTES_MAX + 1);
        } catch (IOException brokenOff) {
            throw new HttpProblem(Status.BAD_REQUEST, "The body: all of it");
        }
    }
}
