package dev.tern.membership;

import java.util.List;

/** Members as lines of JSON, each as a page has it. */
final class MemberLines {
    private static final int LINE_BYTES = 112;

    private MemberLines() {}

    /** The lines, without the end of the last. */
    static byte[] of(List<Memberships.Member> members) {
        var lines = new JsonBytes(LINE_BYTES * (members.size() + 1));
        String before = "{\"visitor\":\"";
        for (Memberships.Member member : members) {
            lines.text(before)
                    .visitor(member.visitor())
                    .text("\",\"from\":\"")
                    .instant(member.membership().fromMillis())
                    .text("\",\"until\":\"")
                    .instant(member.membership().untilMillis())
                    .text("\"}");
            before = "\n{\"visitor\":\"";
        }
        return lines.toByteArray();
    }
}
