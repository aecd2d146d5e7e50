package dev.tern.load;

/** What is measured. */
enum Figure {
    NGINX,
    PIXEL,
    PIXEL_P99,
    PIXEL_OF_MANY,
    DROPPED,
    HEAP,
    LOOKUP,
    LOOKUP_P99,
    LOOKUPS,
    MEMBERS,
    BYTES,
    VISIBLE_LOAD,
    VISIBLE_P99,
    OVERLOAD,
    OVERLOAD_LOOKUP_P99,
    OVERLOAD_HEAP,
    OVERLOAD_DROPPED,
    RECOVERED,
    CHECKED
}
