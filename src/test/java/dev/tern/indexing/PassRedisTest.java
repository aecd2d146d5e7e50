package dev.tern.indexing;

import static dev.tern.TestSite.admin;
import static dev.tern.TestSite.await;
import static java.util.Objects.requireNonNull;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tern.TestSite;
import dev.tern.VisitorId;
import dev.tern.catalog.Catalog;
import dev.tern.catalog.LiveSite;
import dev.tern.consent.Ground;
import dev.tern.identity.VisitorCookie;
import dev.tern.index.Index;
import dev.tern.ops.Engines;
import dev.tern.recording.Meanwhile;
import dev.tern.recording.Removal;
import dev.tern.redis.Dump;
import dev.tern.redis.SharedRedis;
import dev.tern.timeline.Happened;
import dev.tern.timeline.History;
import dev.tern.visitor.Lineage;
import dev.tern.visitor.Tombstone;
import dev.tern.visitor.Tombstones;
import dev.tern.visitor.VisitorRecord;
import dev.tern.visitor.VisitorScan;
import dev.tern.visitor.Visitors;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The pass as one of several pods makes it: the service under test is another, and waits while this one has the lease. */
@QuarkusTest
@QuarkusTestResource(Engines.class)
class PassRedisTest {
    private static final String POD = "this pod";
    private static final String OTHER = "another pod";

    @Inject
    Catalog catalog;

    @Inject
    Visitors visitors;

    @Inject
    VisitorScan scan;

    @Inject
    Index index;

    @Inject
    Tombstones tombstones;

    @Inject
    Removal removal;

    @Inject
    Passes passes;

    @Inject
    SharedRedis redis;

    private final Tally tally = new Tally();

    @BeforeEach
    void takeTheLease() {
        await("the lease", () -> passes.take(POD));
        send(Request.cmd(Command.DEL).arg(IndexingKeys.PASS));
    }

    @AfterEach
    void giveItBack() {
        send(Request.cmd(Command.DEL).arg(IndexingKeys.PASS).arg(IndexingKeys.LEASE));
    }

    @Test
    void goesOnWhereAPassWasCut() {
        LiveSite site = site();
        Set<String> all = write(site, 3_000);
        Pass cut = open(POD, site, tally);
        for (int i = 0; i < 4; i++) {
            assertEquals(Pass.Next.STEP, cut.step());
        }
        lease(OTHER);
        var afterwards = new Tally();
        var whole = new Tally();

        Pass pass = open(OTHER, site, afterwards);
        Walk resumed = pass.walk();
        finish(pass);

        assertEquals(cut.walk(), resumed);
        assertEquals(all, members(site));
        assertEquals(
                Progress.COMPLETE, passes.progress(site.serial(), site.rules().fingerprint()));
        lease(OTHER);
        finish(open(OTHER, site, whole));
        assertEquals(0, whole.rewritten.sum(), "nothing was missing");
        assertTrue(tally.read() > 0 && afterwards.read() < whole.read(), "it did not start over");
    }

    @Test
    void showsHowFarItIsToEveryPod() {
        LiveSite site = site();
        write(site, 2_000);
        int rules = site.rules().fingerprint();
        Progress before = passes.progress(site.serial(), rules);

        Pass pass = open(POD, site, tally);
        pass.step();
        Progress first = passes.progress(site.serial(), rules);
        pass.step();
        Progress second = passes.progress(site.serial(), rules);

        assertEquals(Progress.WAITING, before);
        assertTrue(0 < first.share() && first.share() < second.share(), first + " " + second);
        assertEquals(false, second.complete());
        assertEquals(Progress.WAITING, passes.progress(site.serial(), rules + 1));
    }

    @Test
    void startsOverInAnotherProcessOfRedis() {
        LiveSite site = site();
        Set<String> all = write(site, 1_500);
        open(POD, site, tally).step();
        send(Request.cmd(Command.HSET)
                .arg(IndexingKeys.PASS)
                .arg(IndexingKeys.PROCESS)
                .arg("a run that is over"));

        Pass pass = open(POD, site, tally);
        Pass.Next next = pass.step();
        Walk anew = pass.walk();
        finish(pass);

        assertEquals(Pass.Next.STEP, next);
        assertEquals(VisitorScan.START, anew.place());
        assertEquals(0, anew.lookedAt());
        assertEquals(all, members(site));
        assertEquals(
                Progress.COMPLETE, passes.progress(site.serial(), site.rules().fingerprint()));
    }

    @Test
    void keepsNothingOnceTheLeaseIsAnothers() {
        LiveSite site = site();
        write(site, 1_500);
        Pass pass = open(POD, site, tally);
        pass.step();
        Walk before = passes.underWay().orElseThrow();
        lease(OTHER);

        Pass.Next next = pass.step();

        assertEquals(Pass.Next.LEFT_TO_ANOTHER, next);
        assertEquals(before, passes.underWay().orElseThrow());
        assertEquals(false, passes.begin(POD, before));
        assertEquals(false, passes.finish(POD, before));
    }

    @Test
    void waitsForTheLeaseOfAPodThatDied() {
        LiveSite site = site();
        Set<String> all = write(site, 100);
        int rules = site.rules().fingerprint();
        await("another pod could begin", () -> System.nanoTime() - site.rulesSinceNanos() > Catalog.SETTLED.toNanos());
        var waiting = new Passer(catalog, scan, rewriting(tally), passes, () -> 0);

        waiting.work();
        long readWhileLeased = tally.read();
        Progress whileLeased = passes.progress(site.serial(), rules);
        send(Request.cmd(Command.PEXPIRE).arg(IndexingKeys.LEASE).arg(1));

        await("somebody takes over", () -> {
            waiting.work();
            return passes.progress(site.serial(), rules).complete();
        });
        assertEquals(0, readWhileLeased);
        assertEquals(Progress.WAITING, whileLeased);
        assertEquals(all, members(site));
    }

    @Test
    void completesNoSiteWhoseRulesChangeMeanwhile() {
        LiveSite site = site();
        write(site, 1_500);
        Pass pass = open(POD, site, tally);
        pass.step();

        admin().body("{\"name\": \"More\", \"rule\": {\"event\": \"purchase\", \"within\": \"1d\"}}")
                .put("/v1/sites/" + site.id() + "/audiences/more")
                .then()
                .statusCode(201);
        finish(pass);

        assertEquals(
                false,
                passes.progress(site.serial(), site.rules().fingerprint()).complete());
        assertEquals(
                Progress.WAITING,
                passes.progress(site.serial(), live(site.id().value()).rules().fingerprint()));
    }

    @Test
    void leavesRecordsThatItCantReadAlone() {
        LiveSite site = site();
        var address = new Visitors.Address(site.serial(), VisitorCookie.mint());
        byte[] ofAnotherForm = {99, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10};
        write(List.of(change(address, ofAnotherForm)));

        finish(open(POD, site, tally));

        assertEquals(ofAnotherForm.length, SharedRedis.await(visitors.read(address)).length);
        assertTrue(tally.skipped.sum() > 0);
    }

    @Test
    void losesNothingOfWhatHappensMeanwhile() {
        LiveSite site = site();
        Set<String> all = write(site, 20_000);
        List<String> some = new ArrayList<>(all.stream().limit(300).toList());
        for (int i = 0; i < 100; i++) {
            some.add(TestSite.newVisitor());
        }
        Pass pass = open(POD, site, tally);
        pass.step();
        var passing = new AtomicBoolean(true);
        var rounds = new AtomicInteger();

        CompletableFuture<Void> hits = CompletableFuture.runAsync(() -> {
            do {
                send(site, some);
                rounds.incrementAndGet();
            } while (passing.get());
        });
        TestSite.await("a round of hits", () -> rounds.get() > 0);
        finish(pass);
        passing.set(false);
        hits.join();

        all.addAll(some);
        assertEquals(all, members(site));
        admin().get("/v1/sites/" + site.id() + "/audiences/carts/size").then().body("size", equalTo(all.size()));
        for (byte[] record : records(site, all)) {
            assertEquals(
                    site.rules().fingerprint(),
                    VisitorRecord.read(record).orElseThrow().rules());
        }
    }

    @Test
    void takesBackWhatItWroteOfWhoWasRemovedMeanwhile() {
        LiveSite site = site();
        String visitor = write(site, 1).iterator().next();
        var address =
                new Visitors.Address(site.serial(), VisitorId.parse(visitor).orElseThrow());
        var meanwhile = new Meanwhile(() -> {
            SharedRedis.await(tombstones.set(Map.of(address, Tombstone.ERASED)));
            removal.of(List.of(address));
        });
        var rewriting = new Rewriting(catalog, visitors, index, tombstones, removal, meanwhile, tally);

        rewriting.bring(List.of(address));

        assertEquals(1, tally.raced.sum());
        assertEquals(Map.of(), Dump.of(redis).about(address.visitor()));
    }

    private LiveSite site() {
        TestSite site = TestSite.create("opt-out").audience("carts", """
                {"event": "cart", "within": "30d"}""");
        return live(site.id());
    }

    private LiveSite live(String id) {
        return catalog.site(id).orElseThrow();
    }

    private Pass open(String pod, LiveSite site, Tally counts) {
        return Pass.open(
                        pod,
                        catalog,
                        scan,
                        rewriting(counts),
                        passes,
                        Map.of(site.serial(), site.rules().fingerprint()))
                .orElseThrow();
    }

    private Rewriting rewriting(Tally counts) {
        return new Rewriting(catalog, visitors, index, tombstones, removal, Clock.systemUTC(), counts);
    }

    private static void finish(Pass pass) {
        Pass.Next next;
        do {
            next = pass.step();
        } while (next == Pass.Next.STEP);
        assertEquals(Pass.Next.NOTHING, next);
    }

    /** Records of visitors that saw the cart, as other rules left them: without an entry in the index. */
    private Set<String> write(LiveSite site, int count) {
        long now = System.currentTimeMillis();
        int trait = site.rules().needs().traits()[0];
        History history =
                History.EMPTY.add(trait, new Happened(now, 0, 0), site.rules().needs(), now);
        byte[] record = new VisitorRecord(
                        now, new Lineage(Ground.CONSENT, true), site.rules().fingerprint() + 1, history)
                .bytes();
        Set<String> written = new TreeSet<>();
        List<Visitors.Change> changes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            VisitorId visitor = VisitorCookie.mint();
            written.add(visitor.text());
            changes.add(change(new Visitors.Address(site.serial(), visitor), record));
            if (changes.size() == 1_000) {
                write(changes);
                changes.clear();
            }
        }
        write(changes);
        return written;
    }

    private static Visitors.Change change(Visitors.Address address, byte[] record) {
        return new Visitors.Change(address, new byte[0], record, System.currentTimeMillis() + 3_600_000);
    }

    private void write(List<Visitors.Change> changes) {
        assertTrue(SharedRedis.await(visitors.write(changes)).stream().allMatch(written -> written));
    }

    private List<byte[]> records(LiveSite site, Set<String> of) {
        return SharedRedis.await(visitors.read(of.stream()
                .map(visitor -> new Visitors.Address(
                        site.serial(), VisitorId.parse(visitor).orElseThrow()))
                .toList()));
    }

    private static Set<String> members(LiveSite site) {
        List<String> members = admin().accept("application/x-ndjson")
                .get("/v1/sites/" + site.id() + "/audiences/carts/members")
                .then()
                .statusCode(200)
                .extract()
                .asString()
                .lines()
                .map(line -> line.replaceFirst(".*\"visitor\":\"([^\"]+)\".*", "$1"))
                .toList();
        assertEquals(members.size(), Set.copyOf(members).size(), "somebody is there twice");
        return new TreeSet<>(members);
    }

    private static void send(LiveSite site, List<String> visitors) {
        String event = "{\"visitor\": \"%%s\", \"event\": \"cart\", \"time\": \"%s\"}".formatted(Instant.now());
        admin().body(visitors.stream().map(event::formatted).collect(Collectors.joining(",", "[", "]")))
                .post("/v1/sites/" + site.id() + "/events")
                .then()
                .statusCode(202)
                .body("accepted", equalTo(visitors.size()));
    }

    private void lease(String pod) {
        send(Request.cmd(Command.SET).arg(IndexingKeys.LEASE).arg(pod).arg("PX").arg(Passes.LEASE.toMillis()));
    }

    private Response send(Request request) {
        return requireNonNull(SharedRedis.await(redis.send(request)));
    }
}
