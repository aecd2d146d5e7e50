package dev.tern.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tern.SiteId;
import dev.tern.TestSite;
import dev.tern.ops.Engines;
import dev.tern.redis.SharedRedis;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import jakarta.inject.Inject;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a pod that starts makes of a site that it can't read. */
@QuarkusTest
@QuarkusTestResource(Engines.class)
class UnreadableSiteHttpTest {
    @Inject
    SharedRedis redis;

    private TestSite site;
    private SiteId id;

    @BeforeEach
    void create() {
        site = TestSite.create("opt-out");
        id = new SiteId(site.id());
    }

    private String published() {
        return SharedRedis.await(redis.send(Request.cmd(Command.GET).arg(CatalogKeys.site(id))))
                .toString();
    }

    private Catalog startedWith(String content) {
        SharedRedis.await(redis.send(
                Request.cmd(Command.SET).arg(CatalogKeys.site(id)).arg(content).arg("KEEPTTL")));
        var pod = new Catalog(redis, new SimpleMeterRegistry());
        pod.refresh();
        return pod;
    }

    @Test
    void hasItPublishedWhereItIsBroken() {
        String before = published();

        Catalog pod = startedWith(before.substring(0, before.length() / 2));

        assertEquals(Optional.empty(), pod.site(site.id()));
        TestSite.await("published anew", () -> published().equals(before));
        pod.refresh();
        assertTrue(pod.site(site.id()).isPresent());
    }

    /** A newer version wrote it, which must find it again. */
    @Test
    void leavesItWhereItIsOfAnotherFormat() {
        String newer = published().replace("\"format\":2", "\"format\":3");

        Catalog pod = startedWith(newer);

        assertEquals(Optional.empty(), pod.site(site.id()));
        assertTrue(SharedRedis.await(redis.send(Request.cmd(Command.HEXISTS)
                                .arg(CatalogKeys.SITES)
                                .arg(id.value())))
                        .toInteger()
                == 1);
        assertEquals(newer, published());
    }
}
