package dev.tern.visitor;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tern.VisitorId;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class VisitorKeysTest {
    @Test
    void readsWhoseRecordAKeyNames() {
        for (long site : List.of(0L, 35L, 36L, Long.MAX_VALUE)) {
            var address = new Visitors.Address(site, new VisitorId(0x3A3A3A3A3A3A3A3AL, -1));

            Optional<Visitors.Address> read = VisitorKeys.address(VisitorKeys.record(site, address.visitor()));

            assertEquals(Optional.of(address), read);
        }
    }

    @Test
    void readsNoOtherKey() {
        String visitor = "0123456789abcdef";
        for (String key : List.of("", "v", "v1:", "v:" + visitor, "v1" + visitor, "i1:" + visitor, "v+:" + visitor)) {
            assertEquals(Optional.empty(), VisitorKeys.address(key.getBytes(US_ASCII)), key);
        }
    }
}
