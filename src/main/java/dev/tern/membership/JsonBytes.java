package dev.tern.membership;

import io.vertx.core.buffer.Buffer;
import java.util.Arrays;

/** JSON as it is written, by whoever knows that none of its texts needs an escape and all are ASCII: IDs and instants. */
final class JsonBytes {
    private byte[] bytes;
    private int end = 0;

    /** @param room bytes to begin with; more is made as needed */
    JsonBytes(int room) {
        bytes = new byte[room];
    }

    JsonBytes text(String ascii) {
        ensureRoom(ascii.length());
        for (int i = 0; i < ascii.length(); i++) {
            bytes[end + i] = (byte) ascii.charAt(i);
        }
        end += ascii.length();
        return this;
    }

    JsonBytes instant(long millis) {
        ensureRoom(Instants.BYTES_MAX);
        end = Instants.write(millis, bytes, end);
        return this;
    }

    Buffer buffer() {
        return Buffer.buffer(end).appendBytes(bytes, 0, end);
    }

    private void ensureRoom(int more) {
        if (end + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, 2 * (end + more));
        }
    }
}
