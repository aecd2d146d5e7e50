package dev.tern.journal;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/** One journal's file on the disk: made whole or not at all, and mapped. */
final class RingFile {
    /** What a file is called until it is whole. */
    static final String UNFINISHED = ".new";

    private static final int CHUNK_BYTES = 1024 * 1024;

    private RingFile() {}

    /**
     * Makes an empty journal, readable by its owner only. All of it is written, so that the disk has room for it from now on.
     *
     * @param capacity bytes of the ring, a multiple of {@link Ring#GRAIN_BYTES}
     */
    static void create(Path path, long capacity) throws IOException {
        Path unfinished = path.resolveSibling(path.getFileName() + UNFINISHED);
        Files.deleteIfExists(unfinished);
        Files.createFile(unfinished);
        try (FileChannel channel = FileChannel.open(unfinished, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            if (Files.getFileStore(unfinished).supportsFileAttributeView("posix")) {
                Files.setPosixFilePermissions(unfinished, PosixFilePermissions.fromString("rw-------"));
            }
            fill(channel, Ring.fileBytes(capacity));
            writeHeader(channel, capacity);
            channel.force(true);
        } catch (IOException e) {
            Files.deleteIfExists(unfinished);
            throw e;
        }
        Files.move(unfinished, path, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Maps a file and opens its journal; nothing when its header is damaged. */
    static Optional<Journal> open(Path path, Duration window, LongSupplier clockNanos) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            if (channel.size() < Ring.HEADER_BYTES) {
                return Optional.empty();
            }
            // Freed with the last reference: an append that comes after the close then still has ground under it.
            MemorySegment file = channel.map(FileChannel.MapMode.READ_WRITE, 0, channel.size(), Arena.ofAuto());
            return Header.newest(file).map(header -> new Journal(path, file, header, window, clockNanos));
        }
    }

    private static void fill(FileChannel channel, long bytes) throws IOException {
        ByteBuffer zeros = ByteBuffer.allocateDirect((int) Math.min(CHUNK_BYTES, bytes));
        for (long at = 0; at < bytes; ) {
            zeros.position(0).limit((int) Math.min(zeros.capacity(), bytes - at));
            at += channel.write(zeros, at);
        }
    }

    private static void writeHeader(FileChannel channel, long capacity) throws IOException {
        MemorySegment slots = MemorySegment.ofArray(new byte[Ring.HEADER_BYTES]);
        Header header = Header.of(capacity, new SecureRandom().nextLong());
        header.write(slots);
        header.with(header.head(), header.kept(), header.zeroed()).write(slots);
        ByteBuffer bytes = slots.asByteBuffer();
        while (bytes.hasRemaining()) {
            channel.write(bytes, bytes.position());
        }
    }
}
