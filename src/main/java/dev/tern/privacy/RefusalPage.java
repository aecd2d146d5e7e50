package dev.tern.privacy;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;

/**
 * What a visitor sees in place of what was asked for.
 *
 * @param back where to go on; empty for nowhere
 */
@CheckedTemplate(basePath = "privacy", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
record RefusalPage(String title, String detail, String back) implements TemplateInstance {
    /** @param status of the answer */
    static RefusalPage of(int status, String detail, String back) {
        return new RefusalPage(title(status), detail, back);
    }

    private static String title(int status) {
        return switch (status) {
            case 403 -> "This was not accepted";
            case 404 -> "There is nothing here";
            case 400, 413, 415 -> "This can’t be read";
            case 503 -> "Not just now";
            default -> "Something went wrong";
        };
    }
}
