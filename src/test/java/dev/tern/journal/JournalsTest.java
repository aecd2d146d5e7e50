package dev.tern.journal;

import static dev.tern.journal.Given.payload;
import static dev.tern.journal.Given.read;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class JournalsTest {
    private static final long BYTES = 4 * Journals.FILE_BYTES_MIN;

    private final Given.Clock clock = new Given.Clock();

    private final Path directory;

    JournalsTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @Test
    void splitsTheBytesEvenlyAndTakesThemAtOnce() throws IOException {
        try (Journals journals = open(4)) {
            long bytes = 0;
            for (Journal journal : journals.workers()) {
                bytes += Files.size(journal.path());
            }

            assertEquals(4, journals.workers().size());
            assertTrue(bytes <= BYTES && bytes > BYTES - 4 * 16, bytes + " bytes");
            assertTrue(journals.leftovers().isEmpty() && journals.setAside().isEmpty());
        }
    }

    @Test
    void keepsItsFilesFromOtherUsers() throws IOException {
        try (Journals journals = open(1)) {
            Path path = journals.workers().getFirst().path();

            assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(path)));
        }
    }

    @Test
    void goesOnWithWhatTheLastRunLeft() {
        try (Journals journals = open(2)) {
            journals.workers().get(1).append(payload("tern"));
        }

        try (Journals journals = open(2)) {
            assertEquals(List.of("tern"), read(journals.workers().get(1)));
            assertTrue(journals.leftovers().isEmpty());
        }
    }

    @Test
    void refusesAFolderThatItHoldsAlready() {
        try (Journals journals = open(1)) {
            String message = refusal(directory, 1, BYTES);

            assertEquals(1, journals.workers().size());
            assertTrue(message.contains("held by another process: stop that one"), message);
        }
    }

    @Test
    void refusesAFolderThatAnotherProcessHoldsUntilThatEnds() throws IOException, InterruptedException {
        Process other = OtherProcess.start(directory, 0, 1);
        assertEquals('\n', other.getInputStream().read());

        String message = refusal(directory, 1, BYTES);
        other.destroyForcibly().waitFor();

        assertTrue(message.contains("held by another process: stop that one"), message);
        open(1).close();
    }

    @Test
    void refusesAFolderThatIsNotThere() {
        String message = refusal(directory.resolve("missing"), 1, BYTES);

        assertTrue(message.contains("missing is not there: make it"), message);
    }

    @Test
    void refusesAFolderThatIsAFile() throws IOException {
        Path file = Files.createFile(directory.resolve("file"));

        assertTrue(refusal(file, 1, BYTES).contains("is not there: make it"));
    }

    @Test
    void refusesAFolderThatCanNotBeWritten() {
        // where even root may not write
        String message = refusal(Path.of("/proc"), 1, BYTES);

        assertTrue(message.contains("TERN_JOURNAL_DIRECTORY"), message);
    }

    @Test
    void refusesTooSmallASize() {
        String message = refusal(directory, 4, BYTES - 1);

        assertTrue(message.contains("make it at least " + BYTES), message);
    }

    @Test
    void refusesMoreThanTheDiskHasRoomForAndLeavesNothing() throws IOException {
        long room = Files.getFileStore(directory).getTotalSpace();

        String message = refusal(directory, 1, room + BYTES);

        assertTrue(message.contains("no room for the"), message);
        try (Stream<Path> files = Files.list(directory)) {
            assertEquals(List.of(directory.resolve("lock")), files.toList());
        }
        open(1).close();
    }

    @Test
    void handsOutTheLeftoversOfARunWithMoreWorkers() {
        try (Journals journals = open(4)) {
            journals.workers().get(0).append(payload("swift"));
            journals.workers().get(3).append(payload("tern"));
        }

        try (Journals journals = open(2)) {
            assertEquals(
                    List.of(List.of("swift"), List.of("tern")),
                    journals.leftovers().stream().map(Given::read).toList());
            assertEquals(2, journals.workers().size());
        }
    }

    @Test
    void removesLeftoversInWhichNothingIs() throws IOException {
        open(4).close();

        open(2).close();

        assertEquals(2, journalFiles());
    }

    @Test
    void discardsALeftoverWhenItsWindowIsOver() throws IOException {
        try (Journals journals = open(2)) {
            journals.workers().getFirst().append(payload("tern"));
        }

        try (Journals journals = open(1)) {
            Journal leftover = journals.leftovers().getFirst();
            boolean waiting = journals.discard(leftover);
            Given.store(leftover);
            boolean within = journals.discard(leftover);
            Given.age(leftover, clock);
            boolean after = journals.discard(leftover);

            assertEquals(List.of(false, false, true), List.of(waiting, within, after));
            assertEquals(1, journalFiles());
            assertThrows(
                    IllegalArgumentException.class,
                    () -> journals.discard(journals.workers().getFirst()));
        }
    }

    @Test
    void setsAsideAFileWithADamagedHeader() throws IOException {
        Path path = someFile();
        byte[] damaged = Files.readAllBytes(path);
        damaged[20] ^= 1;
        damaged[Header.SLOT_BYTES + 20] ^= 1;
        Files.write(path, damaged);

        try (Journals journals = open(1)) {
            Path keptAs = path.resolveSibling(path.getFileName() + ".damaged-1");
            assertEquals(List.of(new Journals.SetAside(path, keptAs)), journals.setAside());
            assertEquals(-1, Arrays.mismatch(damaged, Files.readAllBytes(keptAs)));
            assertTrue(journals.workers().getFirst().append(payload("tern")) > 0);
        }
    }

    @Test
    void setsAsideAFileThatWasCut() throws IOException {
        for (long length : new long[] {0, 100, Ring.HEADER_BYTES, Ring.HEADER_BYTES + 64}) {
            Path path = someFile();
            Files.write(path, Arrays.copyOf(Files.readAllBytes(path), (int) length));

            try (Journals journals = open(1)) {
                assertEquals(1, journals.setAside().size(), length + " bytes");
            }
        }

        try (Stream<Path> files = Files.list(directory)) {
            assertEquals(
                    4,
                    files.filter(file -> file.toString().contains(".damaged-")).count());
        }
    }

    @Test
    void makesAFileAnewThatWasNotFinished() throws IOException {
        Path path = someFile();
        Path unfinished = path.resolveSibling(path.getFileName() + RingFile.UNFINISHED);
        Files.move(path, unfinished);
        Files.write(unfinished, new byte[10], StandardOpenOption.TRUNCATE_EXISTING);

        try (Journals journals = open(1)) {
            assertTrue(journals.setAside().isEmpty());
            assertFalse(Files.exists(unfinished));
        }
    }

    private Path someFile() {
        try (Journals journals = open(1)) {
            return journals.workers().getFirst().path();
        }
    }

    private long journalFiles() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(".journal")).count();
        }
    }

    private Journals open(int workers) {
        return Journals.open(directory, workers, BYTES, Given.WINDOW, clock);
    }

    private static String refusal(Path directory, int workers, long bytes) {
        return String.valueOf(assertThrows(Unusable.class, () -> Journals.open(directory, workers, bytes, Given.WINDOW)
                        .close())
                .getMessage());
    }
}
