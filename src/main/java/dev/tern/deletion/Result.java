package dev.tern.deletion;

/** What becomes of a request, as the framework numbers it. */
enum Result {
    SUCCESS(0),
    MALFORMED_REQUEST(1),
    INVALID_SIGNATURE(2),
    INVALID_TOKEN(3),
    UNSUPPORTED_IDENTIFIER_TYPE(4),
    INCORRECT_IDENTIFIER_FORMAT(5),
    INVALID_TIMESTAMP(6);

    private final int code;

    Result(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }
}
