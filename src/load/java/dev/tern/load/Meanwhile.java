package dev.tern.load;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;

/** Does something again and again, on a thread of its own, until it is closed. */
final class Meanwhile implements AutoCloseable {
    private static final long PAUSE_MILLIS = 250;

    private final AtomicBoolean over = new AtomicBoolean();
    private final CompletableFuture<Void> running;

    private Meanwhile(Callable<?> something, long pauseMillis) {
        running = CompletableFuture.runAsync(() -> {
            while (!over.get()) {
                try {
                    something.call();
                    Thread.sleep(pauseMillis);
                } catch (Exception e) {
                    throw new CompletionException(e);
                }
            }
        });
    }

    static Meanwhile again(Callable<?> something) {
        return new Meanwhile(something, 0);
    }

    /** The same with pauses, so that it costs nothing to speak of. */
    static Meanwhile nowAndThen(Callable<?> something) {
        return new Meanwhile(something, PAUSE_MILLIS);
    }

    /** Ends it; throws what it threw. */
    @Override
    public void close() {
        over.set(true);
        running.join();
    }
}
