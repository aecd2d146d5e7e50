package dev.tern.deletion;

import static dev.tern.TestSite.admin;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tern.TestSite;
import dev.tern.VisitorId;
import dev.tern.json.Json;
import dev.tern.ops.Engines;
import dev.tern.redis.Dump;
import dev.tern.redis.SharedRedis;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwk.EcJwkGenerator;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.keys.EllipticCurves;
import org.jose4j.keys.HmacKey;
import org.jose4j.lang.JoseException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@QuarkusTest
@QuarkusTestResource(Engines.class)
@QuarkusTestResource(Partners.class)
@SuppressWarnings("NullAway.Init") // fan fills it
class DeletionHttpTest {
    private static final String FANS = """
            {"event": "view", "within": "30d"}""";

    @Inject
    SharedRedis redis;

    private TestSite site;
    private String visitor;
    private String identifier;

    /** A visitor that is in an audience, so that a refusal has something to leave alone. */
    @BeforeEach
    void fan() {
        site = TestSite.create("opt-out").audience("fans", FANS);
        visitor = TestSite.newVisitor();
        identifier = site.id() + "/" + visitor;
        site.event(visitor, "view", Instant.now());
        assertFalse(aboutIt().isEmpty());
    }

    @Test
    void declaresHowToAsk() {
        given().get("/dsrdelete.json")
                .then()
                .statusCode(200)
                .contentType("application/json")
                .body("keySet()", equalTo(Set.of("endpoint", "identifiers", "publicKey", "vendorScriptRequirement")))
                .body("endpoint", equalTo("https://tern.example/dsrdelete"))
                .body("identifiers.type", contains("tern_visitor"))
                .body("identifiers.format", contains("site/visitor"))
                .body("publicKey[0].keySet()", equalTo(Set.of("kty", "crv", "x", "y", "kid", "use", "alg")))
                .body("vendorScriptRequirement", equalTo(false));
    }

    @Test
    void deletesWhomAPartnerAsksForAndGivesASignedReceipt() throws JoseException {
        String request = Tokens.right(identifier);

        Response answer = ask(request);

        assertEquals(202, answer.statusCode());
        JsonNode receipt = receipt(answer);
        assertEquals("1.0", receipt.path("version").textValue());
        assertEquals(request, receipt.path("rqJWT").textValue());
        assertEquals("tern.example", receipt.path("iss").textValue());
        assertEquals(0, receipt.path("raResultCode").intValue());
        assertTrue(Math.abs(Instant.now().getEpochSecond() - receipt.path("iat").longValue()) < 60);
        assertEquals(Map.of(), aboutIt());
        admin().body("""
                        [{"visitor": "%s", "event": "view", "consent": "granted"}]""".formatted(visitor))
                .post(site.path("/events"))
                .then()
                .body("refused.reason", contains("erased"));
    }

    @Test
    void takesARequestOfTheFirstPartyItselfAsJson() throws JoseException {
        String identity = Tokens.signed(Tokens.identity(identifier));
        String request = Tokens.signed(Tokens.identity(identifier).put("idJWT", identity));

        Response answer = given().contentType("application/json")
                .body("{\"rqJWT\": \"%s\"}".formatted(request))
                .post("/dsrdelete");

        assertEquals(202, answer.statusCode());
        assertEquals(0, receipt(answer).path("raResultCode").intValue());
        assertEquals(Map.of(), aboutIt());
    }

    /** What is wrong with the claims of the request. */
    static Stream<Arguments> wrongRequests() {
        return Stream.of(
                wrong("no version", 1, claims -> claims.remove("version")),
                wrong("another version", 1, claims -> claims.put("version", "2.0")),
                wrong("no jti", 1, claims -> claims.remove("jti")),
                wrong("a jti without end", 1, claims -> claims.put("jti", "x".repeat(257))),
                wrong("no iat", 1, claims -> claims.remove("iat")),
                wrong("no sub", 1, claims -> claims.remove("sub")),
                wrong("no idJWT", 1, claims -> claims.remove("idJWT")),
                wrong("no value", 1, claims -> subject(claims).remove("identifierValue")),
                wrong("no type", 1, claims -> subject(claims).remove("identifierType")),
                wrong("no format", 1, claims -> subject(claims).remove("identifierFormat")),
                wrong("an idJWT that is none", 3, claims -> claims.put("idJWT", "no.token")),
                wrong("for another recipient", 3, claims -> claims.put("aud", "other.example")),
                wrong("for other recipients", 3, claims -> claims.putArray("aud")
                        .add("other.example")),
                wrong("another type", 4, claims -> subject(claims).put("identifierType", "email")),
                wrong("another format", 5, claims -> subject(claims).put("identifierFormat", "sha256")),
                wrong("no site", 5, claims -> subject(claims).put("identifierValue", "nowhere")),
                wrong("an unknown site", 5, claims -> subject(claims)
                        .put("identifierValue", "nowhere/" + TestSite.newVisitor())),
                wrong("no visitor", 5, claims -> subject(claims)
                        .put(
                                "identifierValue",
                                subject(claims).path("identifierValue").textValue() + "x")),
                wrong("too old", 6, claims -> claims.put("iat", ago(25 * 3_600))),
                wrong("older than its idJWT", 6, claims -> claims.put("iat", ago(60))),
                wrong("from the future", 6, claims -> claims.put("iat", ago(-600))),
                wrong("a time that is none", 6, claims -> claims.put("iat", "yesterday")),
                wrong("a negative time", 6, claims -> claims.put("iat", -1)),
                wrong("a time beyond all", 6, claims -> claims.put("iat", Long.MAX_VALUE)),
                wrong("expired", 6, claims -> claims.put("exp", ago(1))));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("wrongRequests")
    void refusesAWrongRequestByItsCode(String what, int code, Consumer<ObjectNode> fault) throws JoseException {
        ObjectNode claims = Tokens.request(Tokens.signed(Tokens.identity(identifier)), identifier);
        fault.accept(claims);

        Response answer = ask(Tokens.signed(claims));

        assertRefused(code, answer);
    }

    static Stream<Arguments> wrongIdentities() {
        return Stream.of(
                wrong("no jti", 1, claims -> claims.remove("jti")),
                wrong("no sub", 1, claims -> claims.remove("sub")),
                wrong("of nobody", 1, claims -> claims.remove("iss")),
                wrong("too old", 6, claims -> claims.put("iat", ago(31 * 24 * 3_600))));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("wrongIdentities")
    void refusesAWrongTokenOfTheFirstPartyByItsCode(String what, int code, Consumer<ObjectNode> fault)
            throws JoseException {
        ObjectNode identity = Tokens.identity(identifier);
        fault.accept(identity);

        Response answer = ask(
                Tokens.signed(Tokens.request(Tokens.signed(identity, Partners.key(Partners.FIRST_PARTY)), identifier)));

        assertRefused(code, answer);
    }

    @Test
    void refusesWhatOthersSign() throws JoseException {
        PublicJsonWebKey forged = EcJwkGenerator.generateJwk(EllipticCurves.P256);
        forged.setKeyId(Partners.key(Partners.FIRST_PARTY).getKeyId());
        ObjectNode identity = Tokens.identity(identifier);
        ObjectNode stranger =
                Tokens.request(Tokens.signed(identity), identifier).put("iss", "stranger.example");

        assertRefused(2, ask(Tokens.signed(Tokens.request(Tokens.signed(identity, forged), identifier))));
        assertRefused(2, ask(Tokens.signed(stranger, Partners.key(Partners.EXCHANGE))));
        assertRefused(2, ask(tampered(Tokens.right(identifier))));
        forged.setKeyId("another");
        assertRefused(2, ask(Tokens.signed(Tokens.request(Tokens.signed(identity, forged), identifier))));
    }

    /** Whoever passes on may not put itself in the place of the first party: a site is of its own domain alone. */
    @Test
    void refusesAPartnerThatAsksForASiteOfAnother() throws JoseException {
        String identity = Tokens.signed(Tokens.request("", identifier).put("iss", Partners.EXCHANGE));

        assertRefused(5, ask(Tokens.signed(Tokens.request(identity, identifier))));
    }

    @Test
    void refusesOtherAlgorithms() throws JoseException {
        ObjectNode claims = Tokens.request(Tokens.signed(Tokens.identity(identifier)), identifier);
        PublicJsonWebKey key = Partners.key(Partners.EXCHANGE);
        String kid = key.getKeyId();
        String none =
                encoded("{\"alg\":\"none\",\"kid\":\"%s\"}".formatted(kid)) + "." + encoded(claims.toString()) + ".";
        var hmac = new JsonWebSignature();
        hmac.setAlgorithmHeaderValue(AlgorithmIdentifiers.HMAC_SHA256);
        hmac.setKeyIdHeaderValue(kid);
        hmac.setPayload(claims.toString());
        hmac.setKey(new HmacKey(key.getPublicKey().getEncoded()));
        var longer = new JsonWebSignature();
        longer.setAlgorithmHeaderValue(AlgorithmIdentifiers.RSA_USING_SHA512);
        longer.setKeyIdHeaderValue(kid);
        longer.setPayload(claims.toString());
        longer.setKey(key.getPrivateKey());

        assertRefused(2, ask(none));
        assertRefused(2, ask(hmac.getCompactSerialization()));
        assertRefused(2, ask(longer.getCompactSerialization()));
    }

    @Test
    void refusesWhatIsNoToken() throws JoseException {
        for (String body : new String[] {"", "token", "{", "{}", "{\"rqJWT\": 1}", "a.b.c", encoded("{}") + ".e30."}) {
            Response answer = ask(body);

            assertEquals(400, answer.statusCode(), body);
            assertTrue(receipt(answer).path("raResultCode").intValue() > 0, body);
        }
        given().body("x".repeat(20_000))
                .post("/dsrdelete")
                .then()
                .statusCode(413)
                .contentType("application/problem+json");
    }

    @Test
    void carriesOutARequestOnce() throws JoseException {
        String request = Tokens.right(identifier);

        assertEquals(202, ask(request).statusCode());

        Response again = ask(request);
        assertEquals(400, again.statusCode());
        assertEquals(3, receipt(again).path("raResultCode").intValue());
    }

    private static Arguments wrong(String what, int code, Consumer<ObjectNode> fault) {
        return Arguments.of(what, code, fault);
    }

    private static ObjectNode subject(ObjectNode claims) {
        return (ObjectNode) claims.path("sub");
    }

    private static long ago(long seconds) {
        return Instant.now().getEpochSecond() - seconds;
    }

    private static Response ask(String token) {
        return given().body(token).post("/dsrdelete");
    }

    /** With its receipt signed, and the visitor left alone. */
    private void assertRefused(int code, Response answer) throws JoseException {
        JsonNode receipt = receipt(answer);
        assertEquals(
                code,
                receipt.path("raResultCode").intValue(),
                receipt.path("raResultString").textValue());
        assertEquals(400, answer.statusCode());
        assertFalse(receipt.path("raResultString").textValue().contains(visitor));
        assertFalse(aboutIt().isEmpty());
    }

    /** The claims of a receipt, verified by the key that is published. */
    private static JsonNode receipt(Response answer) throws JoseException {
        Map<String, Object> published = given().get("/dsrdelete.json").path("publicKey[0]");
        var receipt = new JsonWebSignature();
        receipt.setAlgorithmConstraints(new AlgorithmConstraints(
                AlgorithmConstraints.ConstraintType.PERMIT, AlgorithmIdentifiers.ECDSA_USING_P256_CURVE_AND_SHA256));
        receipt.setCompactSerialization(answer.path("acJWT"));
        assertEquals(published.get("kid"), receipt.getKeyIdHeaderValue());
        receipt.setKey(PublicJsonWebKey.Factory.newPublicJwk(published).getPublicKey());
        assertTrue(receipt.verifySignature());
        return Json.parse(receipt.getPayload().getBytes(StandardCharsets.UTF_8));
    }

    private static String tampered(String token) {
        int claims = token.indexOf('.') + 1;
        String text = new String(
                Base64.getUrlDecoder().decode(token.substring(claims, token.lastIndexOf('.'))), StandardCharsets.UTF_8);
        return token.substring(0, claims)
                + encoded(text.replace("\"version\"", "\"tampered\":1,\"version\""))
                + token.substring(token.lastIndexOf('.'));
    }

    private static String encoded(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private Map<String, String> aboutIt() {
        return Dump.of(redis).about(VisitorId.parse(visitor).orElseThrow());
    }
}
