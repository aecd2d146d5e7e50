package dev.tern.outage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tern.TestSite;
import dev.tern.ops.EmbeddedEngines;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** The volume of the journal is missing, too small, read-only, or promises room that it does not have. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init") // start fills it
class VolumeIT {
    private static final String JOURNALS = "16M";
    private static final int MEGABYTE = 1 << 20;

    private Path folder;
    private EmbeddedEngines engines;

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        this.folder = folder;
        engines = EmbeddedEngines.start(folder.resolve("engines"));
    }

    @AfterAll
    void stop() {
        engines.stop();
    }

    private Packaged pod(Path journal) throws IOException {
        Map<String, String> environment = Packaged.environment(engines, journal);
        environment.put("TERN_JOURNAL_SIZE", JOURNALS);
        return Packaged.start(folder, environment);
    }

    @Test
    void refusesToStartWhereNoVolumeIs() throws IOException, InterruptedException {
        assertRefused(folder.resolve("missing"), "missing is not there: make it");
    }

    private void assertRefused(Path journal, String why) throws IOException, InterruptedException {
        try (Packaged pod = pod(journal)) {
            assertNotEquals(0, pod.exit());
            assertTrue(pod.output().contains(why), pod.output());
        }
    }

    @Test
    @EnabledIf("mayMount")
    void refusesToStartOnAVolumeThatIsTooSmall() throws IOException, InterruptedException {
        try (Mounted small = Mounted.memory(folder.resolve("small"), 8)) {
            assertRefused(
                    small.folder, "free some, lower TERN_JOURNAL_SIZE, or set TERN_JOURNAL_DIRECTORY to a larger disk");
        }
    }

    @Test
    @EnabledIf("mayMount")
    void refusesToStartOnAReadOnlyVolume() throws IOException, InterruptedException {
        try (Mounted readOnly = Mounted.memory(folder.resolve("read-only"), 64)) {
            run("mount", "-o", "remount,ro", readOnly.folder.toString());
            assertRefused(
                    readOnly.folder,
                    "is not writable: give this user the right, or set TERN_JOURNAL_DIRECTORY to another");
        }
    }

    /** A thin volume: its file has lost the blocks that the journal was given, and what it lies on has none left. */
    @Test
    @EnabledIf("mayMount")
    void saysThatTheVolumeDoesNotTakeWhatItPromisedAndLosesNothing() throws IOException, InterruptedException {
        try (Mounted below = Mounted.memory(folder.resolve("below"), 96)) {
            Path image = below.folder.resolve("image");
            try (var file = new RandomAccessFile(image.toFile(), "rw")) {
                file.setLength(64L * MEGABYTE);
            }
            run("mkfs.ext4", "-q", "-F", image.toString());
            try (Mounted thin = Mounted.image(folder.resolve("thin"), image);
                    Packaged pod = pod(thin.folder)) {
                TestSite.await("ready", () -> pod.readiness() == 200);
                try (Offered offered = Offered.to(pod)) {
                    TestSite.await("some", () -> offered.accepted() > 500);
                    assertEquals(0, pod.metric("tern_journal_unforced_total"));

                    run("fallocate", "--punch-hole", "--offset", "0", "--length", 64 + "M", image.toString());
                    fill(below.folder.resolve("others"));
                    TestSite.await("told", () -> pod.metric("tern_journal_unforced_total") > 0);
                    TestSite.await("told again", () -> pod.metric("tern_journal_unforced_total") > 1);
                    offered.awaitMore("some more", 500);
                    offered.stop();
                    offered.requireFound(pod, "The volume has less room than it promised");
                    assertTrue(pod.output().contains("The disk refuses what is in the journal"), pod.output());
                }
            }
        }
    }

    private static void fill(Path file) throws IOException {
        byte[] some = new byte[MEGABYTE];
        try (var out = Files.newOutputStream(file)) {
            while (true) {
                out.write(some);
            }
        } catch (IOException full) {
            assertTrue(String.valueOf(full.getMessage()).contains("No space left"), full.toString());
        }
    }

    /** As root, where the kernel lets it. */
    static boolean mayMount() throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("volume");
        try (Mounted _ = Mounted.memory(folder, 1)) {
            run("mkfs.ext4", "-V");
            return !said("losetup", "--find").isBlank();
        } catch (IOException no) {
            return false;
        } finally {
            Files.delete(folder);
        }
    }

    /** A volume, there until it is closed. */
    private static final class Mounted implements AutoCloseable {
        private final Path folder;

        private Mounted(Path folder, List<String> how) throws IOException {
            this.folder = Files.createDirectories(folder);
            run(how.toArray(String[]::new));
        }

        static Mounted memory(Path folder, int megabytes) throws IOException {
            return new Mounted(
                    folder,
                    List.of("mount", "-t", "tmpfs", "-o", "size=" + megabytes + "m", "none", folder.toString()));
        }

        static Mounted image(Path folder, Path image) throws IOException {
            return new Mounted(folder, List.of("mount", "-o", "loop", image.toString(), folder.toString()));
        }

        @Override
        public void close() throws IOException {
            run("umount", "--lazy", folder.toString());
        }
    }

    private static void run(String... command) throws IOException {
        said(command);
    }

    /** What a command wrote, if it went well. */
    private static String said(String... command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.onExit().join().exitValue() != 0) {
            throw new IOException(String.join(" ", command) + ": " + said);
        }
        return said;
    }
}
