package dev.tern.sql;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntSupplier;

/** A TCP connection to a server of this machine that can be cut, stalled, or made long. */
public final class Wire implements AutoCloseable {
    private final IntSupplier target;
    private final ServerSocket entry;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile boolean cut;
    private volatile long delayNanos = 0;
    private volatile CompletableFuture<Void> flowing = CompletableFuture.completedFuture(null);

    /** @param target the port that it leads to */
    public Wire(int target, boolean cut) throws IOException {
        this(() -> target, cut);
    }

    /** @param target the port that a new connection leads to */
    public Wire(IntSupplier target, boolean cut) throws IOException {
        this.target = target;
        this.cut = cut;
        this.entry = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    /** The port that leads to the target. */
    public int port() {
        return entry.getLocalPort();
    }

    /** Ends every connection, and each that is tried from now on. */
    public void cut() {
        cut = true;
        open.forEach(Wire::end);
    }

    /** Carries nothing any more: every connection stands, and each that is tried from now on is accepted. */
    public void stall() {
        flowing = new CompletableFuture<>();
    }

    /** Lets connections be made again, and carries what was held back. */
    public void mend() {
        cut = false;
        flowing.complete(null);
    }

    /** How much longer everything takes from now on, each way. */
    public void delay(Duration delay) {
        delayNanos = delay.toNanos();
    }

    @Override
    public void close() throws IOException {
        entry.close();
        cut();
    }

    private void accept() {
        while (!entry.isClosed()) {
            try {
                Socket near = entry.accept();
                open.add(near);
                if (cut) {
                    end(near);
                } else {
                    Thread.ofVirtual().start(() -> lead(near));
                }
            } catch (IOException ended) {
                // The next one may do.
            }
        }
    }

    private void lead(Socket near) {
        flowing.join();
        try {
            Socket far = new Socket(InetAddress.getLoopbackAddress(), target.getAsInt());
            open.add(far);
            near.setTcpNoDelay(true);
            far.setTcpNoDelay(true);
            Thread.ofVirtual().start(() -> carry(near, far));
            Thread.ofVirtual().start(() -> carry(far, near));
        } catch (IOException nobodyThere) {
            end(near);
        }
    }

    private void carry(Socket from, Socket to) {
        try (from;
                to) {
            byte[] bytes = new byte[64 * 1024];
            for (int read = from.getInputStream().read(bytes);
                    read >= 0;
                    read = from.getInputStream().read(bytes)) {
                LockSupport.parkNanos(delayNanos);
                flowing.join();
                to.getOutputStream().write(bytes, 0, read);
            }
        } catch (IOException ended) {
            // As wires do.
        } finally {
            open.remove(from);
        }
    }

    private static void end(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
