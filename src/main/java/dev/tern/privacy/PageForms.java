package dev.tern.privacy;

import dev.tern.catalog.LiveSite;
import dev.tern.identity.FormTokens;
import dev.tern.problem.HttpProblem;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response.Status;
import java.util.Locale;
import java.util.Optional;

/** The forms of the page: what makes sure that nobody but the visitor sends them, and what they ask for. */
@Singleton
final class PageForms {
    /** A form is a token and a word. */
    static final int BYTES_MAX = 4 * 1024;

    private static final String TYPE = "application/x-www-form-urlencoded";

    private final FormTokens tokens;

    PageForms(FormTokens tokens) {
        this.tokens = tokens;
    }

    /** The token for forms that this browser is given. */
    String token(LiveSite site, Browser browser) {
        return tokens.of(site.id(), browser.visitor());
    }

    /**
     * What a form that was read in full asks for.
     *
     * @throws HttpProblem where it is no form, none of the page as this browser was given it, or asks for nothing
     */
    Action read(HttpServerRequest request, LiveSite site, Browser browser) {
        if (!isForm(request)) {
            throw new HttpProblem(Status.UNSUPPORTED_MEDIA_TYPE, "A form is sent as " + TYPE + ".");
        }
        boolean isOwn = OwnPage.sent(request)
                && Optional.ofNullable(request.getFormAttribute("token"))
                        .filter(token -> tokens.matches(site.id(), browser.visitor(), token))
                        .isPresent();
        if (!isOwn) {
            throw new HttpProblem(
                    Status.FORBIDDEN,
                    "It did not come from this page as your browser was given it last. Please open the page again.");
        }
        return Action.parse(request.getFormAttribute("action"))
                .orElseThrow(() -> new HttpProblem(Status.BAD_REQUEST, "It says nothing that can be done."));
    }

    private static boolean isForm(HttpServerRequest request) {
        String type = request.getHeader(HttpHeaders.CONTENT_TYPE);
        return type != null
                && type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT).equals(TYPE);
    }
}
