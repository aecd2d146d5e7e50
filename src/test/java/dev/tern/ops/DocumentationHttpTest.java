package dev.tern.ops;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(Engines.class)
class DocumentationHttpTest {
    private static String source(Element script) {
        try {
            byte[] text = script.data().getBytes(StandardCharsets.UTF_8);
            return "'sha256-%s'"
                    .formatted(Base64.getEncoder()
                            .encodeToString(MessageDigest.getInstance("SHA-256").digest(text)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void runsItsOwnScriptsAndNoOthers() {
        Response page = given().get("/q/swagger-ui/");

        String policy = page.header("Content-Security-Policy");
        Document document = Jsoup.parse(page.asString());
        List<String> scripts = document.select("script:not([src])").stream()
                .map(DocumentationHttpTest::source)
                .toList();
        assertFalse(scripts.isEmpty());
        String allowed = "script-src 'self' " + String.join(" ", scripts) + ";";
        assertTrue(policy.contains(allowed), () -> allowed + " in " + policy + " of " + page.asString());
        assertTrue(
                document.select("style, [style], [onload], [onclick]").isEmpty(), "styles or scripts of its elements");
        assertFalse(policy.contains("unsafe"), policy);
    }

    @Test
    void standsInNobodysFrame() {
        given().get("/q/swagger-ui/")
                .then()
                .statusCode(200)
                .header("X-Frame-Options", "DENY")
                .header("Referrer-Policy", "no-referrer")
                .header("X-Content-Type-Options", "nosniff");
    }
}
