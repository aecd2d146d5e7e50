package dev.tern.sql;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A TCP connection to a server of this machine that can be cut. */
public final class Wire implements AutoCloseable {
    private final int target;
    private final ServerSocket entry;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile boolean cut;

    /** @param target the port that it leads to */
    public Wire(int target, boolean cut) throws IOException {
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

    /** Lets connections be made again. */
    public void mend() {
        cut = false;
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
                    Socket far = new Socket(InetAddress.getLoopbackAddress(), target);
                    open.add(far);
                    Thread.ofVirtual().start(() -> carry(near, far));
                    Thread.ofVirtual().start(() -> carry(far, near));
                }
            } catch (IOException ended) {
                // The next one may do.
            }
        }
    }

    private void carry(Socket from, Socket to) {
        try (from;
                to) {
            from.getInputStream().transferTo(to.getOutputStream());
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
