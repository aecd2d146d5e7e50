package dev.tern.privacy;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tern.VisitorId;
import dev.tern.catalog.Catalog;
import dev.tern.catalog.LiveSite;
import dev.tern.identity.VisitorCookie;
import dev.tern.identity.VisitorCookies;
import dev.tern.problem.HttpProblem;
import io.quarkus.logging.Log;
import io.quarkus.qute.TemplateInstance;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response.Status;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/**
 * The visitor's own page of a site, for whoever its cookie says: to see what is held, to take it along, to opt out and to have it erased.
 *
 * <p>Its answers are pages as well where something is refused. Nothing of them is framed, cached or scripted.
 */
@Singleton
final class PageRoute {
    private static final String PAGE = "/privacy/:site";

    private static final Map<String, String> HEADERS = Map.of(
            "Content-Security-Policy",
            "default-src 'none'; style-src " + PageStyle.SOURCE
                    + "; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
            "X-Frame-Options",
            "DENY",
            "Referrer-Policy",
            "same-origin",
            "Cache-Control",
            "no-store");

    private final Catalog catalog;
    private final VisitorCookies cookies;
    private final PageForms forms;
    private final Dossiers dossiers;
    private final PageActions actions;
    private final ObjectMapper json;

    PageRoute(
            Catalog catalog,
            VisitorCookies cookies,
            PageForms forms,
            Dossiers dossiers,
            PageActions actions,
            ObjectMapper json) {
        this.catalog = catalog;
        this.cookies = cookies;
        this.forms = forms;
        this.dossiers = dossiers;
        this.actions = actions;
        this.json = json;
    }

    void register(@Observes Router router) {
        router.route(PAGE)
                .method(HttpMethod.GET)
                .method(HttpMethod.HEAD)
                .handler(context -> answer(context, this::page));
        router.route(PAGE + "/data")
                .method(HttpMethod.GET)
                .method(HttpMethod.HEAD)
                .handler(context -> answer(context, this::data));
        router.post(PAGE)
                .handler(BodyHandler.create(false).setBodyLimit(PageForms.BYTES_MAX))
                .handler(context -> answer(context, this::act))
                .failureHandler(this::failed);
    }

    /** A browser that asks about a site. */
    private record Caller(LiveSite site, VisitorCookie cookie, Browser browser) {}

    private void answer(RoutingContext context, BiFunction<RoutingContext, Caller, Future<Void>> answering) {
        HEADERS.forEach((name, value) -> context.response().putHeader(name, value));
        var _ = Future.succeededFuture(context)
                .map(this::caller)
                .compose(caller -> answering.apply(context, caller))
                .onFailure(failure -> refuse(context, failure));
    }

    private Caller caller(RoutingContext context) {
        LiveSite site = catalog.site(context.pathParam("site"))
                .orElseThrow(() -> HttpProblem.notFound("This host has no such site."));
        VisitorCookie cookie = cookies.of(site.id(), site.settings().cookieDomain());
        return new Caller(site, cookie, Browser.of(context.request().headers(), cookie));
    }

    private Future<Void> page(RoutingContext context, Caller caller) {
        Optional<Action> done = Action.parse(context.request().getParam("done"));
        Browser browser = caller.browser;
        String token = forms.token(caller.site, browser);
        return dossier(caller)
                .compose(dossier -> render(
                        context, () -> VisitorPage.of(caller.site, caller.cookie, browser, dossier, token, done)))
                .compose(page -> html(context.response(), 200, page));
    }

    private Future<Void> data(RoutingContext context, Caller caller) {
        return dossier(caller).compose(dossier -> {
            Held held = dossier.orElseThrow(() -> HttpProblem.notFound(
                            "Your browser has no ID of this site, so there is nothing to take along."))
                    .held();
            return context.response()
                    .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                    .putHeader("Content-Disposition", "attachment; filename=\"%s.json\"".formatted(caller.site.id()))
                    .end(written(held));
        });
    }

    private Future<Void> act(RoutingContext context, Caller caller) {
        Action action = forms.read(context.request(), caller.site, caller.browser);
        return actions.act(action, caller.site, caller.browser.visitor()).compose(nothing -> {
            HttpServerResponse response = context.response()
                    .setStatusCode(303)
                    .putHeader(HttpHeaders.LOCATION, path(caller.site) + "?done=" + action.text());
            cookies(action, caller.cookie).forEach(cookie -> response.headers().add(HttpHeaders.SET_COOKIE, cookie));
            return response.end();
        });
    }

    private static List<String> cookies(Action action, VisitorCookie cookie) {
        return switch (action) {
            case OPT_OUT -> List.of(cookie.optedOut(), cookie.expired());
            case OPT_IN -> List.of(cookie.optedIn());
            case ERASE -> List.of(cookie.expired());
        };
    }

    private Future<Optional<Dossier>> dossier(Caller caller) {
        Optional<VisitorId> visitor = caller.browser.visitor();
        return visitor.isPresent()
                ? dossiers.of(caller.site, visitor.get()).map(Optional::of)
                : Future.succeededFuture(Optional.empty());
    }

    /** Where a form could not be read: what came of reading it is answered by {@link #answer}. */
    private void failed(RoutingContext context) {
        if (context.response().headWritten()) {
            return;
        }
        HEADERS.forEach((name, value) -> context.response().putHeader(name, value));
        refuse(
                context,
                switch (context.statusCode()) {
                    case 413 ->
                        new HttpProblem(
                                Status.REQUEST_ENTITY_TOO_LARGE,
                                "A form has at most %d bytes.".formatted(PageForms.BYTES_MAX));
                    default -> new HttpProblem(Status.BAD_REQUEST, "It is no well-formed form.");
                });
    }

    /** Whoever has gone away meanwhile needs no answer. */
    private void refuse(RoutingContext context, Throwable failure) {
        if (context.response().closed()) {
            return;
        }
        int status = 500;
        String detail = "That is our fault. Please try again later.";
        if (failure instanceof HttpProblem problem) {
            status = problem.status();
            detail = requireNonNull(problem.getMessage());
            problem.headers().forEach((name, value) -> context.response().putHeader(name, value));
        } else {
            Log.error("A request failed", failure);
        }
        String back =
                catalog.site(context.pathParam("site")).map(PageRoute::path).orElse("");
        var _ = html(
                context.response(), status, RefusalPage.of(status, detail, back).render());
    }

    /** Away from the event loop, on which hits wait: a page may be long. */
    private static Future<String> render(RoutingContext context, Supplier<TemplateInstance> page) {
        return context.vertx().executeBlocking(() -> page.get().render(), false);
    }

    private static Future<Void> html(HttpServerResponse response, int status, String page) {
        return response.setStatusCode(status)
                .putHeader(HttpHeaders.CONTENT_TYPE, "text/html; charset=utf-8")
                .end(page);
    }

    private static String path(LiveSite site) {
        return "/privacy/" + site.id();
    }

    private String written(Held held) {
        try {
            return json.writeValueAsString(held);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Records of texts and instants can be written", e);
        }
    }
}
