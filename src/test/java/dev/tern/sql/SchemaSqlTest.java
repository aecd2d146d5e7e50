package dev.tern.sql;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;

import dev.tern.ops.Engines;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.hibernate.SessionFactory;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(Engines.class)
class SchemaSqlTest {
    @Inject
    SessionFactory sessions;

    @Test
    void hasATableAndColumnForEverythingThatIsMapped() {
        var schema = sessions.getSchemaManager();

        assertDoesNotThrow(schema::validate);
    }
}
