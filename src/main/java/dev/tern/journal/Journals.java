package dev.tern.journal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The folder with the journals, one file a worker, held by one process. Files are allocated when they are made, so that a full disk
 * shows at the start.
 *
 * <p>A file's name tells its worker, how many there were, and its size. A file of any other name than today's is a leftover of a run with
 * other settings: it is to be drained first, and then removed by {@link #discard}.
 */
public final class Journals implements AutoCloseable {
    /** The least that one worker's file may have, in bytes. */
    public static final long FILE_BYTES_MIN = 1024 * 1024;

    /** The most workers. */
    public static final int WORKERS_MAX = 1024;

    private static final String SUFFIX = ".journal";
    private static final String LOCK = "lock";
    private static final String DAMAGED = ".damaged-";

    private final Path directory;
    private final FileChannel lock;
    private final Duration window;
    private final LongSupplier clockNanos;
    private final List<Journal> workers = new ArrayList<>();
    private final List<Journal> leftovers = new ArrayList<>();
    private final List<SetAside> setAside = new ArrayList<>();

    /** A file whose header is damaged, kept under another name for somebody to look at. */
    public record SetAside(Path file, Path keptAs) {}

    private Journals(Path directory, FileChannel lock, Duration window, LongSupplier clockNanos) {
        this.directory = directory;
        this.lock = lock;
        this.window = window;
        this.clockNanos = clockNanos;
    }

    /**
     * Takes the folder, and opens or makes what it holds.
     *
     * @param directory must be there, be writable, and be held by nobody else
     * @param workers how many journals, 1 to {@link #WORKERS_MAX}
     * @param bytes of all their files together; each gets an equal part, of at least {@link #FILE_BYTES_MIN}
     * @param window how long what is stored can be read again
     * @throws Unusable says what to do
     */
    public static Journals open(Path directory, int workers, long bytes, Duration window) {
        return open(directory, workers, bytes, window, System::nanoTime);
    }

    static Journals open(Path directory, int workers, long bytes, Duration window, LongSupplier clockNanos) {
        if (workers < 1 || workers > WORKERS_MAX || window.isNegative()) {
            throw new IllegalArgumentException("1 to " + WORKERS_MAX + " workers, and a window of 0 or more");
        }
        if (bytes / workers < FILE_BYTES_MIN) {
            throw new Unusable(
                    "TERN_JOURNAL_SIZE of %d bytes is too small for %d workers: make it at least %d"
                            .formatted(bytes, workers, workers * FILE_BYTES_MIN),
                    null);
        }
        checkFolder(directory);
        var journals = new Journals(directory, lock(directory), window, clockNanos);
        try {
            journals.openAll(workers, bytes / workers);
            return journals;
        } catch (IOException e) {
            journals.close();
            throw new Unusable("the journal in " + directory + " can't be read or written; check the disk: " + e, e);
        } catch (RuntimeException e) {
            journals.close();
            throw e;
        }
    }

    /** One for each worker, in the order of the workers. */
    public List<Journal> workers() {
        return List.copyOf(workers);
    }

    /** Those of runs with other settings that still hold something. */
    public List<Journal> leftovers() {
        return List.copyOf(leftovers);
    }

    /** Files that were damaged when the folder was opened. What they held was not read. */
    public List<SetAside> setAside() {
        return List.copyOf(setAside);
    }

    /**
     * Removes the file of a leftover whose worker has stopped, if nothing is in it, not even what is kept for a rewind.
     *
     * @return whether it was removed; if not, it is a leftover again at the next start
     * @throws Unusable when the file can't be removed
     */
    public boolean discard(Journal leftover) {
        if (!leftovers.contains(leftover)) {
            throw new IllegalArgumentException("no leftover: " + leftover.path());
        }
        if (!leftover.isBlank()) {
            return false;
        }
        leftover.close();
        leftovers.remove(leftover);
        try {
            Files.delete(leftover.path());
            return true;
        } catch (IOException e) {
            throw new Unusable("the drained " + leftover.path() + " can't be removed; remove it: " + e, e);
        }
    }

    /** Writes all to the disk: what a machine's crash can lose is what came since. It takes as long as the disk does. */
    public void force() {
        workers.forEach(Journal::force);
        leftovers.forEach(Journal::force);
    }

    /** Refuses further appends, writes all to the disk, and lets go of the folder. To be called when the workers have stopped. */
    @Override
    public void close() {
        workers.forEach(Journal::close);
        leftovers.forEach(Journal::close);
        try {
            lock.close();
        } catch (IOException e) {
            throw new Unusable("the lock of " + directory + " can't be given back: " + e, e);
        }
    }

    private void openAll(int count, long fileBytes) throws IOException {
        long capacity = Ring.capacity(fileBytes);
        List<Path> names = IntStream.range(0, count)
                .mapToObj(worker -> directory.resolve("%d-of-%d-%d%s".formatted(worker, count, capacity, SUFFIX)))
                .toList();
        for (Path unfinished : list(name -> name.endsWith(SUFFIX + RingFile.UNFINISHED))) {
            Files.delete(unfinished);
        }
        for (Path path : list(name -> name.endsWith(SUFFIX))) {
            if (!names.contains(path)) {
                openLeftover(path);
            }
        }
        for (Path path : names) {
            workers.add(openOrCreate(path, capacity));
        }
    }

    private void openLeftover(Path path) throws IOException {
        Optional<Journal> journal = openOrSetAside(path);
        if (journal.isPresent() && journal.get().isBlank()) {
            journal.get().close();
            Files.delete(path);
        } else {
            journal.ifPresent(leftovers::add);
        }
    }

    private Journal openOrCreate(Path path, long capacity) throws IOException {
        if (Files.exists(path)) {
            Optional<Journal> journal = openOrSetAside(path);
            if (journal.isPresent()) {
                return journal.get();
            }
        }
        long bytes = Ring.fileBytes(capacity);
        if (Files.getFileStore(directory).getUsableSpace() < bytes) {
            throw tooLittleSpace(path, bytes, null);
        }
        try {
            RingFile.create(path, capacity);
        } catch (IOException e) {
            throw tooLittleSpace(path, bytes, e);
        }
        return RingFile.open(path, window, clockNanos)
                .orElseThrow(() -> new Unusable(path + " does not read as it was written; check the disk", null));
    }

    private static Unusable tooLittleSpace(Path path, long bytes, @Nullable IOException cause) {
        String why = cause == null ? "" : " (" + cause + ")";
        return new Unusable(
                "no room for the %d bytes of %s%s: free some, lower TERN_JOURNAL_SIZE, or set TERN_JOURNAL_DIRECTORY to a larger disk"
                        .formatted(bytes, path, why),
                cause);
    }

    private Optional<Journal> openOrSetAside(Path path) throws IOException {
        Optional<Journal> journal = RingFile.open(path, window, clockNanos);
        if (journal.isEmpty()) {
            int number = 1;
            while (Files.exists(damaged(path, number))) {
                number++;
            }
            Path keptAs = Files.move(path, damaged(path, number));
            setAside.add(new SetAside(path, keptAs));
        }
        return journal;
    }

    private static Path damaged(Path path, int number) {
        return path.resolveSibling(path.getFileName() + DAMAGED + number);
    }

    private List<Path> list(Predicate<String> name) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> name.test(file.getFileName().toString()))
                    .sorted()
                    .toList();
        }
    }

    private static void checkFolder(Path directory) {
        if (!Files.isDirectory(directory)) {
            throw new Unusable(
                    "the journal's folder " + directory
                            + " is not there: make it, or set TERN_JOURNAL_DIRECTORY to one that is",
                    null);
        }
        if (!Files.isWritable(directory)) {
            throw new Unusable(
                    "the journal's folder " + directory
                            + " is not writable: give this user the right, or set TERN_JOURNAL_DIRECTORY to another",
                    null);
        }
    }

    private static FileChannel lock(Path directory) {
        try {
            FileChannel channel =
                    FileChannel.open(directory.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (isLocked(channel)) {
                return channel;
            }
            channel.close();
        } catch (IOException e) {
            throw new Unusable(
                    "the journal's folder " + directory
                            + " can't be locked: set TERN_JOURNAL_DIRECTORY to a local disk: " + e,
                    e);
        }
        throw new Unusable(
                "the journal's folder " + directory
                        + " is held by another process: stop that one, or set TERN_JOURNAL_DIRECTORY to a folder of its own",
                null);
    }

    /** The lock goes with the channel, and with the process. */
    private static boolean isLocked(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }
}
