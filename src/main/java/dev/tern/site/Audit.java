package dev.tern.site;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tern.AudienceId;
import dev.tern.rule.Sensitive;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** Writes the audit log of a site, in the transaction of what it tells of. */
final class Audit {
    private Audit() {}

    /** Notes that the site states a legal basis for sensitive rules, another one, or none any more. */
    static void legalBasis(long site, Optional<String> before, Optional<String> now) {
        if (!before.equals(now)) {
            write(
                    site,
                    "legal-basis",
                    JsonNodeFactory.instance
                            .objectNode()
                            .put("before", before.orElse(null))
                            .put("now", now.orElse(null)));
        }
    }

    /** Notes that a sensitive rule was saved on a legal basis. */
    static void sensitiveRule(long site, AudienceId audience, Sensitive.Found found, String legalBasis) {
        write(
                site,
                "sensitive-rule",
                JsonNodeFactory.instance
                        .objectNode()
                        .put("audience", audience.value())
                        .put("test", found.pointer())
                        .put("sensitive", found.what())
                        .put("legalBasis", legalBasis));
    }

    private static void write(long site, String action, ObjectNode detail) {
        AuditRow row = new AuditRow();
        row.site = site;
        row.time = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        row.action = action;
        row.detail = detail.toString();
        row.persist();
    }
}
