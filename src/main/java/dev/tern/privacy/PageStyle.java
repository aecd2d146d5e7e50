package dev.tern.privacy;

import io.quarkus.qute.RawString;
import io.quarkus.qute.TemplateExtension;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** How pages look: a style sheet that stands in the page, and is allowed there by its hash (CSP 3). */
final class PageStyle {
    private static final String FILE = "page.css";
    private static final RawString STYLE = new RawString(read());

    /** The source of style that a {@code Content-Security-Policy} names. */
    static final String SOURCE = "'sha256-" + hash(STYLE.getValue()) + "'";

    private PageStyle() {}

    @TemplateExtension(namespace = "page")
    static RawString style() {
        return STYLE;
    }

    private static String read() {
        try (InputStream file = PageStyle.class.getResourceAsStream(FILE)) {
            if (file == null) {
                throw new IllegalStateException("Tern lacks its own " + FILE);
            }
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String hash(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
