package dev.tern.membership;

import static dev.tern.TestSite.admin;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tern.TestSite;
import dev.tern.consent.Strings;
import dev.tern.ops.Engines;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import org.junit.jupiter.api.Test;

/** TCF purpose 4, the use of a profile for advertising: who has not agreed to it is stored, and left out of what ad servers ask. */
@QuarkusTest
@QuarkusTestResource(Engines.class)
class PurposesHttpTest {
    private static final String FANS = """
            {"event": "view", "within": "30d"}""";
    private static final String WITHOUT_USE =
            "&gdpr=1&gdpr_consent=" + Strings.publishers(1, 3).encode();
    private static final String WITH_USE =
            "&gdpr=1&gdpr_consent=" + Strings.publishers(1, 3, 4).encode();

    @Test
    void leavesOutWhoseProfileMayNotBeUsed() {
        TestSite site = TestSite.create("required").audience("fans", FANS);
        String cookie = site.cookie(site.hit("e=view" + WITHOUT_USE));
        String visitor = TestSite.visitor(cookie);
        TestSite.await("stored", () -> ground(site, visitor).equals("tcf"));

        assertEquals(List.of(), site.audiencesOf(visitor));
        admin().body("{\"visitors\": [\"%s\"]}".formatted(visitor))
                .post(site.path("/lookups"))
                .then()
                .body("results.audiences", equalTo(List.of(List.of())));
        admin().get(site.path("/audiences/fans/members")).then().body("members", empty());
        assertEquals(
                "",
                admin().accept("application/x-ndjson")
                        .get(site.path("/audiences/fans/members"))
                        .asString());
        admin().get(site.path("/audiences/fans/members/" + visitor)).then().statusCode(404);

        admin().get(site.path("/audiences/fans/size")).then().body("size", equalTo(1));
        admin().get(site.path("/visitors/" + visitor))
                .then()
                .body("consent.use", equalTo(false))
                .body("audiences.id", contains("fans"));
        admin().get(site.path("/visitors/" + visitor + "/audiences/fans/explanation"))
                .then()
                .body("member", equalTo(true));
    }

    /** Also by hits that no rule asks about. */
    @Test
    void followsEachChangeOfTheVisitorsMind() {
        TestSite site = TestSite.create("required").audience("fans", FANS);
        String cookie = site.cookie(site.hit("e=view" + WITH_USE));
        String visitor = TestSite.visitor(cookie);
        site.awaitAudiences(visitor, "fans");

        site.hit(cookie, "e=other" + WITHOUT_USE);
        site.awaitAudiences(visitor);
        site.hit(cookie, "e=other" + WITH_USE);

        site.awaitAudiences(visitor, "fans");
    }

    private static String ground(TestSite site, String visitor) {
        return String.valueOf(admin().get(site.path("/visitors/" + visitor)).<String>path("consent.ground"));
    }
}
