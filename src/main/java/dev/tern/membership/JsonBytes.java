package dev.tern.membership;

import dev.tern.VisitorId;
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

    @SuppressWarnings("deprecation") // of ASCII the low bytes are all there is
    JsonBytes text(String ascii) {
        ensureRoom(ascii.length());
        ascii.getBytes(0, ascii.length(), bytes, end);
        end += ascii.length();
        return this;
    }

    JsonBytes visitor(VisitorId visitor) {
        ensureRoom(VisitorId.CHARS);
        visitor.writeText(bytes, end);
        end += VisitorId.CHARS;
        return this;
    }

    JsonBytes instant(long millis) {
        ensureRoom(Instants.BYTES_MAX);
        end = Instants.write(millis, bytes, end);
        return this;
    }

    byte[] toByteArray() {
        return Arrays.copyOf(bytes, end);
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
