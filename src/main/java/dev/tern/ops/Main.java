package dev.tern.ops;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;

/** The way in. */
@QuarkusMain
public final class Main {
    /** The pixel answers its image to them; everything else refuses them itself, by {@code problem/RequestLimits}. */
    private static final String LET_MALFORMED_ADDRESSES_IN = "vertx.disableURIValidation";

    Main() {}

    public static void main(String... args) {
        System.setProperty(LET_MALFORMED_ADDRESSES_IN, "true");
        Quarkus.run(args);
    }
}
