package dev.tern.membership;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

/** Members as lines of JSON, each as a page has them. */
final class MemberLines {
    private MemberLines() {}

    /** The lines, without the end of the last. */
    static byte[] of(List<Memberships.Member> members) {
        StringBuilder lines = new StringBuilder(110 * members.size());
        for (Memberships.Member member : members) {
            if (!lines.isEmpty()) {
                lines.append('\n');
            }
            lines.append("{\"visitor\":\"")
                    .append(member.visitor().text())
                    .append("\",\"from\":\"")
                    .append(Instant.ofEpochMilli(member.membership().fromMillis()))
                    .append("\",\"until\":\"")
                    .append(Instant.ofEpochMilli(member.membership().untilMillis()))
                    .append("\"}");
        }
        return lines.toString().getBytes(StandardCharsets.ISO_8859_1);
    }
}
