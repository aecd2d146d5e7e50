package dev.tern.membership;

import dev.tern.VisitorId;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** Members as lines of JSON, each as a page has it. */
final class MemberLines {
    private static final byte[] VISITOR = bytes("{\"visitor\":\"");
    private static final byte[] FROM = bytes("\",\"from\":\"");
    private static final byte[] UNTIL = bytes("\",\"until\":\"");
    private static final byte[] END = bytes("\"}\n");
    private static final int BYTES_MAX =
            VISITOR.length + VisitorId.CHARS + FROM.length + UNTIL.length + 2 * Instants.BYTES_MAX + END.length;

    private final byte[] lines;
    private int size;

    private MemberLines(int members) {
        this.lines = new byte[members * BYTES_MAX];
    }

    /** The lines, without the end of the last. */
    static byte[] of(List<Memberships.Member> members) {
        MemberLines lines = new MemberLines(members.size());
        members.forEach(lines::add);
        return Arrays.copyOf(lines.lines, Math.max(0, lines.size - 1));
    }

    private void add(Memberships.Member member) {
        add(VISITOR);
        member.visitor().writeText(lines, size);
        size += VisitorId.CHARS;
        add(FROM);
        size = Instants.write(member.membership().fromMillis(), lines, size);
        add(UNTIL);
        size = Instants.write(member.membership().untilMillis(), lines, size);
        add(END);
    }

    private void add(byte[] some) {
        System.arraycopy(some, 0, lines, size, some.length);
        size += some.length;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
