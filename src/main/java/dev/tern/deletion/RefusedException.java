package dev.tern.deletion;

/** A request that is refused, within this package: it becomes a receipt. */
final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final Result result;
    private final String detail;

    /** @param detail for the requester; names no visitor */
    RefusedException(Result result, String detail) {
        super(detail, null, false, false);
        this.result = result;
        this.detail = detail;
    }

    Result result() {
        return result;
    }

    String detail() {
        return detail;
    }
}
