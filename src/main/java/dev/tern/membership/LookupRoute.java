package dev.tern.membership;

import dev.tern.VisitorId;
import dev.tern.access.Access;
import dev.tern.catalog.Catalog;
import dev.tern.catalog.LiveSite;
import dev.tern.catalog.Scope;
import dev.tern.problem.Problem;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * {@code GET /v1/sites/{site}/visitors/{visitor}/audiences}, as ad servers ask it tens of thousands of times a second.
 *
 * <p>It is a route of Vert.x before {@link LookupResource}, and answers the plain question that can be answered, byte for byte as the
 * resource does. Everything else it leaves to the resource: rarer forms, and all that is to be refused.
 */
@Singleton
final class LookupRoute {
    private static final String PREFIX = "/v1/sites/";
    private static final String VISITORS = "/visitors/";
    private static final String AUDIENCES = "/audiences";
    private static final int AFTER_SITE = VISITORS.length() + VisitorId.CHARS + AUDIENCES.length();

    /** Before the limits of requests, none of which a plain question meets, and after the pixel. */
    private static final int ORDER = -5_000;

    /** What common clients send. Other texts may mean the same, but to know that takes JAX-RS. */
    private static final Set<String> ACCEPT =
            Set.of("*/*", "application/json", "application/json, */*", "application/json, text/plain, */*");

    /** Some clients say it of the body that they don't send. */
    private static final Set<String> CONTENT_TYPE = Set.of("application/json");

    /** Written with capitals, as JAX-RS does. */
    private static final CharSequence TYPE = HttpHeaders.createOptimized("Content-Type");

    private static final CharSequence JSON = HttpHeaders.createOptimized("application/json;charset=UTF-8");

    /** For most visitors. */
    private static final int ANSWER_BYTES = 512;

    private final Catalog catalog;
    private final Access access;
    private final Memberships memberships;
    private final Floors floors;
    private final LookupTimes times;

    LookupRoute(Catalog catalog, Access access, Memberships memberships, Floors floors, LookupTimes times) {
        this.catalog = catalog;
        this.access = access;
        this.memberships = memberships;
        this.floors = floors;
        this.times = times;
    }

    /** Without a path: those of Vert.x take escapes, and other things that the resource is left to judge. */
    void register(@Observes Router router) {
        router.route().order(ORDER).method(HttpMethod.GET).handler(this::handle);
    }

    /** A question that can be answered. */
    private record Question(LiveSite site, VisitorId visitor) {}

    private void handle(RoutingContext context) {
        Optional<Question> question = question(context.request());
        if (question.isEmpty()) {
            context.next();
            return;
        }
        long beganNanos = System.nanoTime();
        long now = System.currentTimeMillis();
        VisitorId visitor = question.get().visitor;
        LiveSite site = question.get().site;
        floors.of(site, now)
                .compose(standing ->
                        memberships.of(site, visitor, now).map(found -> json(visitor, now, standing, found)))
                .onComplete(
                        json -> {
                            times.single().answered(beganNanos);
                            answer(context.response(), json);
                        },
                        failure -> {
                            times.single().failed(beganNanos);
                            Problem.answer(context.response(), failure);
                        });
    }

    private Optional<Question> question(HttpServerRequest request) {
        String uri = request.uri();
        int siteEnd = uri.length() - AFTER_SITE;
        if (siteEnd <= PREFIX.length()
                || !uri.startsWith(PREFIX)
                || !uri.startsWith(VISITORS, siteEnd)
                || !uri.endsWith(AUDIENCES)
                || !isPlain(request.headers())) {
            return Optional.empty();
        }
        String site = uri.substring(PREFIX.length(), siteEnd);
        Optional<LiveSite> live = catalog.site(site);
        return live.isPresent() && mayAsk(request.headers(), site)
                ? VisitorId.parse(uri.substring(siteEnd + VISITORS.length(), uri.length() - AUDIENCES.length()))
                        .map(visitor -> new Question(live.get(), visitor))
                : Optional.empty();
    }

    private static boolean isPlain(MultiMap headers) {
        return !headers.contains(HttpHeaders.CONTENT_LENGTH)
                && !headers.contains(HttpHeaders.TRANSFER_ENCODING)
                && isAbsentOr(ACCEPT, headers.getAll(HttpHeaders.ACCEPT))
                && isAbsentOr(CONTENT_TYPE, headers.getAll(HttpHeaders.CONTENT_TYPE));
    }

    private static boolean isAbsentOr(Set<String> known, List<String> values) {
        return values.isEmpty() || (values.size() == 1 && known.contains(values.getFirst()));
    }

    private boolean mayAsk(MultiMap headers, String site) {
        List<String> authorization = headers.getAll(HttpHeaders.AUTHORIZATION);
        return authorization.size() == 1
                && access.caller(authorization.getFirst())
                        .filter(caller -> caller.may(Scope.MEMBERS_READ) && caller.isOf(site))
                        .isPresent();
    }

    /** As Jackson writes a {@link LookupResource.Lookup}. */
    private static Buffer json(VisitorId visitor, long atMillis, Floors.Standing standing, List<Membership> found) {
        var json = new JsonBytes(ANSWER_BYTES)
                .text("{\"visitor\":\"")
                .visitor(visitor)
                .text("\",\"at\":\"")
                .instant(atMillis)
                .text("\",\"audiences\":[");
        String before = "{\"id\":\"";
        for (Membership membership : standing.shown(found)) {
            json.text(before)
                    .text(membership.audience().value())
                    .text("\",\"from\":\"")
                    .instant(membership.fromMillis())
                    .text("\",\"until\":\"")
                    .instant(membership.untilMillis())
                    .text("\"}");
            before = ",{\"id\":\"";
        }
        return json.text(standing.withholds() ? "],\"withheld\":true}" : "]}").buffer();
    }

    private static void answer(HttpServerResponse response, Buffer json) {
        var _ = response.putHeader(TYPE, JSON).end(json);
    }
}
