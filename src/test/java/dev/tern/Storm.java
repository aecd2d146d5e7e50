package dev.tern;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.restassured.RestAssured;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/** Hits of ever new visitors, as fast as they can be sent: over keep-alive connections, many under way on each. */
final class Storm {
    private static final int CONNECTIONS = 8;
    private static final int UNDER_WAY = 10;
    private static final int IMAGE_BYTES = 43;
    private static final int ANSWER_BYTES_MAX = 4_096;
    private static final byte[] END_OF_HEAD = "\r\n\r\n".getBytes(US_ASCII);
    private static final int PATIENCE_MILLIS = (int) Duration.ofMinutes(1).toMillis();

    private Storm() {}

    /** Sends so many hits, and completes when each was answered by 200 and the image; fails otherwise. */
    static CompletableFuture<Void> start(TestSite site, int hits) {
        byte[] requests = "GET /p/%s.gif HTTP/1.1\r\nHost: shop.example\r\nUser-Agent: Mozilla/5.0 (Storm)\r\n\r\n"
                .formatted(site.id())
                .repeat(UNDER_WAY)
                .getBytes(US_ASCII);
        int rounds = hits / (CONNECTIONS * UNDER_WAY);
        assertEquals(hits, rounds * CONNECTIONS * UNDER_WAY);
        List<CompletableFuture<Void>> connections = Stream.generate(() -> CompletableFuture.runAsync(
                        () -> send(requests, rounds), task -> Thread.ofVirtual().start(task)))
                .limit(CONNECTIONS)
                .toList();
        return CompletableFuture.allOf(connections.toArray(CompletableFuture[]::new));
    }

    private static void send(byte[] requests, int rounds) {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), RestAssured.port)) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            OutputStream out = socket.getOutputStream();
            InputStream in = new BufferedInputStream(socket.getInputStream(), UNDER_WAY * ANSWER_BYTES_MAX);
            for (int round = 0; round < rounds; round++) {
                out.write(requests);
                for (int i = 0; i < UNDER_WAY; i++) {
                    readAnswer(in);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void readAnswer(InputStream in) throws IOException {
        String head = readHead(in);
        assertTrue(head.startsWith("HTTP/1.1 200 "), head);
        assertTrue(head.toLowerCase(Locale.ROOT).contains("content-length: " + IMAGE_BYTES), head);
        byte[] image = in.readNBytes(IMAGE_BYTES);
        assertEquals("GIF89a", new String(image, 0, 6, US_ASCII));
        assertEquals(';', image[IMAGE_BYTES - 1]);
    }

    private static String readHead(InputStream in) throws IOException {
        byte[] head = new byte[ANSWER_BYTES_MAX];
        int length = 0;
        for (int ended = 0; ended < END_OF_HEAD.length; length++) {
            int next = in.read();
            assertTrue(next >= 0 && length < head.length, "no end of the head");
            head[length] = (byte) next;
            if (next == END_OF_HEAD[ended]) {
                ended++;
            } else {
                ended = next == END_OF_HEAD[0] ? 1 : 0;
            }
        }
        return new String(head, 0, length, US_ASCII);
    }
}
