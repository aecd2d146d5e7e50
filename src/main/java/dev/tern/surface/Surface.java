package dev.tern.surface;

import java.util.Optional;
import java.util.regex.Pattern;

/** A part of the HTTP surface. Each address belongs to one at most; what belongs to none is served by every pod. */
public enum Surface {
    /** Where browsers and servers report: the pixel, events, and what visitors and partners have done about what is kept. */
    COLLECT(
            "/p/.*|/privacy/.*|/\\.well-known/gpc\\.json|/deviceStorage\\.json|/dsrdelete(\\.json)?|/v1/sites/[^/]*/events"),

    /** Where ad servers ask: everything about visitors and the members of audiences. */
    QUERY("/v1/sites/[^/]*/(visitors/.*|lookups|audiences/[^/]*/(members(/.*)?|size))"),

    /** Where owners define: sites, keys, audiences. The only one that needs PostgreSQL. */
    CONTROL("/v1/.*");

    private final Pattern paths;

    Surface(String paths) {
        this.paths = Pattern.compile(paths);
    }

    /** The surface of a path, which is the first that has it. */
    public static Optional<Surface> of(String path) {
        for (Surface surface : values()) {
            if (surface.paths.matcher(path).matches()) {
                return Optional.of(surface);
            }
        }
        return Optional.empty();
    }
}
