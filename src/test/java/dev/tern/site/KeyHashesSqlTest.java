package dev.tern.site;

import static dev.tern.site.ControlPlane.as;
import static dev.tern.site.ControlPlane.issue;
import static dev.tern.site.ControlPlane.site;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tern.TestSite;
import dev.tern.ops.Engines;
import dev.tern.redis.Dump;
import dev.tern.redis.SharedRedis;
import io.agroal.api.AgroalDataSource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** Hashes of API keys are keyed wherever they are kept, those of before included. */
@QuarkusTest
@QuarkusTestResource(Engines.class)
class KeyHashesSqlTest {
    private static final String KEYED = "hmac-sha256:[0-9a-f]{64}";

    @Inject
    AgroalDataSource database;

    @Inject
    SharedRedis redis;

    private String hash(String id) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement query = connection.prepareStatement("SELECT hash FROM api_key WHERE id = ?")) {
            query.setString(1, id);
            ResultSet found = query.executeQuery();
            found.next();
            return found.getString(1);
        }
    }

    private void keepAs(String id, String hash) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement update = connection.prepareStatement("UPDATE api_key SET hash = ? WHERE id = ?")) {
            update.setString(1, hash);
            update.setString(2, id);
            assertEquals(1, update.executeUpdate());
        }
    }

    private static String plain(String key) throws GeneralSecurityException {
        return HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void keepsAKeyAsAKeyedHashAlone() throws SQLException, GeneralSecurityException {
        site("hashes-keyed");
        var issued = issue("hashes-keyed", "admin");
        String key = issued.path("key");

        String hash = hash(issued.path("id"));

        assertTrue(hash.matches(KEYED), hash);
        String published = Dump.of(redis).text();
        assertTrue(published.contains(hash));
        assertFalse(published.contains(key) || published.contains(plain(key)));
    }

    @Test
    void keysTheHashOfAKeyOfBefore() throws SQLException, GeneralSecurityException {
        site("hashes-before");
        var issued = issue("hashes-before", "admin");
        String id = issued.path("id");
        String key = issued.path("key");
        String keyed = hash(id);

        keepAs(id, plain(key));

        TestSite.await("keyed", () -> {
            try {
                return hash(id).equals(keyed);
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        });
        as(key).get("/v1/sites/hashes-before").then().statusCode(200);
    }
}
