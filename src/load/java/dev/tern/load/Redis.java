package dev.tern.load;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Asks Redis about itself. */
final class Redis {
    private Redis() {}

    /** Bytes in use by data and what belongs to it. */
    static long usedBytes() throws IOException {
        return say("INFO", "memory")
                .lines()
                .filter(line -> line.startsWith("used_memory:"))
                .mapToLong(line ->
                        Long.parseLong(line.substring("used_memory:".length()).strip()))
                .findFirst()
                .orElseThrow();
    }

    private static String say(String... command) throws IOException {
        String[] words = new String[command.length + 5];
        System.arraycopy(new String[] {"redis-cli", "-h", "127.0.0.1", "-p", "7701"}, 0, words, 0, 5);
        System.arraycopy(command, 0, words, 5, command.length);
        Process cli = new ProcessBuilder(words).redirectErrorStream(true).start();
        return new String(cli.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
}
