package dev.tern.attack;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** Sends what {@link Fuzz} makes over sockets of its own, many at once, and judges each answer. */
final class Attack {
    private static final int AT_ONCE = 48;
    private static final Duration ANSWER_MAX = Duration.ofSeconds(20);
    private static final int FAULTS_SHOWN = 20;
    private static final int CHARS_SHOWN = 600;

    private final int port;
    private final Fuzz fuzz;
    private final Map<Integer, LongAdder> statuses = new ConcurrentSkipListMap<>();
    private final Queue<String> faults = new ConcurrentLinkedQueue<>();

    Attack(int port, Fuzz fuzz) {
        this.port = port;
        this.fuzz = fuzz;
    }

    /** How many answers there were of each status, 0 being none. */
    Map<Integer, LongAdder> statuses() {
        return statuses;
    }

    /** The first faults that were found, each with the number of its request. */
    List<String> faults() {
        return faults.stream().limit(FAULTS_SHOWN).toList();
    }

    /** Sends the requests with these numbers, until the time is over. */
    void send(long from, long until, Duration longest) {
        long end = System.nanoTime() + longest.toNanos();
        var next = new AtomicLong(from);
        try (ExecutorService threads =
                Executors.newFixedThreadPool(AT_ONCE, Thread.ofVirtual().factory())) {
            for (int i = 0; i < AT_ONCE; i++) {
                threads.execute(() -> {
                    for (long number = next.getAndIncrement();
                            number < until && System.nanoTime() - end < 0;
                            number = next.getAndIncrement()) {
                        sendOne(number);
                    }
                });
            }
        }
    }

    private void sendOne(long number) {
        Fuzz.Request request = fuzz.request(number);
        try {
            judge(number, request, answer(request));
        } catch (IOException e) {
            faults.add("request %d, %s: %s%n%s".formatted(number, request.manner(), e, shown(request.text())));
        }
    }

    private void judge(long number, Fuzz.Request request, String text) {
        Answer answer = new Answer(text);
        statuses.computeIfAbsent(answer.status(), status -> new LongAdder()).increment();
        for (String fault : answer.faults(request)) {
            faults.add("%s: request %d, %s%n%s%n---%n%s"
                    .formatted(fault, number, request.manner(), shown(request.text()), shown(text)));
        }
    }

    /** What comes back to a request that says rightly how long it is. */
    Answer ask(String request) throws IOException {
        byte[] bytes = Bad.bytes(request);
        try (Socket socket = connect()) {
            write(socket, bytes, bytes.length);
            return new Answer(read(socket));
        }
    }

    private static String shown(String text) {
        return text.length() <= CHARS_SHOWN ? text : text.substring(0, CHARS_SHOWN) + "…";
    }

    private String answer(Fuzz.Request request) throws IOException {
        byte[] bytes = Bad.bytes(request.text());
        try (Socket socket = connect()) {
            return switch (request.manner()) {
                case CUT -> {
                    socket.setSoLinger(true, 0);
                    write(socket, bytes, bytes.length / 2);
                    yield "";
                }
                case PIECES -> {
                    for (byte[] piece : Fuzz.pieces(bytes)) {
                        write(socket, piece, piece.length);
                    }
                    yield heard(socket, request);
                }
                case WHOLE -> {
                    write(socket, bytes, bytes.length);
                    yield heard(socket, request);
                }
                case HALF_CLOSED -> {
                    write(socket, bytes, bytes.length);
                    close(socket);
                    yield read(socket);
                }
            };
        }
    }

    /** Who does not say rightly how much comes says at last that nothing more does. */
    private static String heard(Socket socket, Fuzz.Request request) throws IOException {
        if (!request.complete()) {
            close(socket);
        }
        return read(socket);
    }

    Socket connect() throws IOException {
        var socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout((int) ANSWER_MAX.toMillis());
        return socket;
    }

    private static void write(Socket socket, byte[] bytes, int length) throws IOException {
        OutputStream out = socket.getOutputStream();
        try {
            out.write(bytes, 0, length);
            out.flush();
        } catch (SocketException refusedBeforeItsEnd) {
            // what was answered can still be read
        }
    }

    private static void close(Socket socket) throws IOException {
        if (!socket.isClosed()) {
            try {
                socket.shutdownOutput();
            } catch (SocketException closedByTheOtherSide) {
                // as it ought to be
            }
        }
    }

    /** All that came until the other side closed. */
    private static String read(Socket socket) throws IOException {
        var read = new ByteArrayOutputStream();
        byte[] part = new byte[16 * 1024];
        try {
            for (int n = socket.getInputStream().read(part);
                    n >= 0;
                    n = socket.getInputStream().read(part)) {
                read.write(part, 0, n);
            }
        } catch (SocketTimeoutException open) {
            throw new IOException(
                    "still open after %s: %s".formatted(ANSWER_MAX, read.toString(StandardCharsets.ISO_8859_1)), open);
        } catch (SocketException reset) {
            // the other side had enough
        }
        return read.toString(StandardCharsets.ISO_8859_1);
    }

    /** A slow sender, who has sent the first half of a hit. */
    record Slow(Socket socket, String rest) {
        /** What comes where the other half does not. */
        Answer ended() throws IOException {
            try (socket) {
                return new Answer(read(socket));
            }
        }

        /** What comes of the other half. */
        Answer goOn() throws IOException {
            write(socket, Bad.bytes(rest), rest.length());
            try (socket) {
                return new Answer(read(socket));
            }
        }
    }

    /** Slow senders to the pixel. */
    List<Slow> slow(int count, String site) throws IOException {
        String hit = "GET /p/%s.gif?e=view HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".formatted(site);
        List<Slow> slow = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int half = 1 + i % (hit.length() - 1);
            Socket socket = connect();
            write(socket, Bad.bytes(hit), half);
            slow.add(new Slow(socket, hit.substring(half)));
        }
        return slow;
    }
}
