package dev.tern.deletion;

import io.smallrye.config.ConfigMapping;
import java.nio.file.Path;
import java.util.Optional;

/** The settings of deletion requests. All three, or none are taken. */
@ConfigMapping(prefix = "tern.deletion")
public interface DeletionConfig {
    /** By which domain this deployment is known to partners; its {@code /dsrdelete.json} and {@code /dsrdelete} must lead here. */
    Optional<String> domain();

    /** What receipts are signed with: a private JSON Web Key (RFC 7517), on P-256 or of RSA. */
    Optional<String> key();

    /** A file of JSON: the domain of each partner that may ask, with the {@code dsrdelete.json} that it publishes. */
    Optional<Path> requesters();
}
