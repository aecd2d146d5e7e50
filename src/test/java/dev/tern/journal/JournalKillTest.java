package dev.tern.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class JournalKillTest {
    private static final int KILLS = 4;

    private final Path directory;

    JournalKillTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @Test
    void losesNothingAcceptedWhenTheProcessIsKilled() throws IOException, InterruptedException {
        var random = new Random(8);
        for (int kill = 0; kill < KILLS; kill++) {
            Process process = OtherProcess.start(directory, kill * 1_000_000_000L, 10_000 + random.nextInt(20_000));
            int line = process.getInputStream().read();
            process.destroyForcibly().waitFor();
            assertEquals('\n', line);
        }

        Set<Long> accepted = numbers(directory.resolve(OtherProcess.ACCEPTED));
        Set<Long> stored = numbers(directory.resolve(OtherProcess.STORED));
        int storedBefore = stored.size();
        try (Journals journals = Journals.open(directory, 1, Journals.FILE_BYTES_MIN, Given.WINDOW)) {
            drain(journals.workers().getFirst(), stored);
        }

        assertTrue(accepted.size() > KILLS * 10_000 && storedBefore > 0, accepted.size() + " accepted");
        accepted.removeAll(stored);
        assertEquals(Set.of(), accepted);
    }

    private static void drain(Journal journal, Set<Long> stored) {
        var batch = Given.batch();
        do {
            journal.read(batch);
            for (int i = 0; i < batch.size(); i++) {
                stored.add(ByteBuffer.wrap(batch.bytes()).getLong(batch.offset(i)));
            }
            journal.confirm(batch);
        } while (!batch.isEmpty());
        assertEquals(0, journal.waiting());
    }

    private static Set<Long> numbers(Path path) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(path));
        Set<Long> numbers = new HashSet<>();
        while (bytes.remaining() >= Long.BYTES) {
            numbers.add(bytes.getLong());
        }
        return numbers;
    }
}
