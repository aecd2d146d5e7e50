package dev.tern;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.tern.Contract.Operation;
import io.restassured.filter.Filter;
import io.restassured.filter.FilterContext;
import io.restassured.http.Header;
import io.restassured.response.Response;
import io.restassured.specification.FilterableRequestSpecification;
import io.restassured.specification.FilterableResponseSpecification;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** Stands beside every exchange with the service, and fails it where it is not as the {@link Contract} says. */
final class ContractWitness implements Filter {
    /** Of every answer. */
    private static final String SNIFFING = "X-Content-Type-Options";

    /** Of HTTP itself or of every answer, so that no operation need name them. */
    private static final Set<String> FRAMING = Set.of(
            "content-type",
            "content-length",
            "transfer-encoding",
            "connection",
            "date",
            "vary",
            SNIFFING.toLowerCase(Locale.ROOT));

    private final Contract contract;
    private final Set<String> seen = new TreeSet<>();

    ContractWitness(Contract contract) {
        this.contract = contract;
    }

    /** The answers that were seen, each as {@code operation status media/type}. */
    Set<String> seen() {
        return seen;
    }

    @Override
    public Response filter(
            FilterableRequestSpecification request, FilterableResponseSpecification expected, FilterContext context) {
        Response response = context.next(request, expected);
        String path = URI.create(request.getURI()).getPath();
        Operation operation = contract.operation(request.getMethod(), path)
                .orElseThrow(() -> new AssertionError("not in the file: " + request.getMethod() + " " + path));
        List<String> faults = new ArrayList<>();
        if (response.statusCode() < 400
                && !refusesSome(operation, response)
                && request.getBody() instanceof String body) {
            requestBody(operation, request.getContentType(), body, faults);
        }
        answer(operation, response, faults);
        assertEquals(List.of(), faults, () -> "%s %s, answered %d %s"
                .formatted(request.getMethod(), request.getURI(), response.statusCode(), response.asString()));
        return response;
    }

    /** Of events, some may be refused: the answer names them, and they need not be as described. */
    private static boolean refusesSome(Operation operation, Response response) {
        return operation.id().equals("sendEvents")
                && !response.<List<?>>path("refused").isEmpty();
    }

    private void requestBody(Operation operation, String contentType, String body, List<String> faults) {
        JsonPointer content = operation.place("requestBody", "content", mediaType(contentType));
        faults.addAll(contract.faults(content, body));
        seen.add(operation + " takes " + mediaType(contentType));
    }

    private void answer(Operation operation, Response response, List<String> faults) {
        String status = String.valueOf(response.statusCode());
        JsonPointer place = contract.resolve(operation.place("responses", status));
        JsonNode described = contract.document().at(place);
        if (described.isMissingNode()) {
            faults.add(operation + " is not described to answer " + status);
            return;
        }
        headers(place, described, response, faults);
        JsonNode content = described.path("content");
        if (content.isMissingNode()) {
            if (response.asByteArray().length > 0) {
                faults.add("a body that is not described");
            }
            seen.add(operation + " " + status);
            return;
        }
        String mediaType = mediaType(response.contentType());
        if (!content.has(mediaType)) {
            faults.add("answered in " + mediaType);
            return;
        }
        if (content.path(mediaType).has("schema")) {
            JsonPointer body = place.appendProperty("content").appendProperty(mediaType);
            faults.addAll(contract.faults(body, response.asString()));
        }
        seen.add(operation + " " + status + " " + mediaType);
    }

    private void headers(JsonPointer place, JsonNode described, Response response, List<String> faults) {
        if (!List.of("nosniff").equals(response.headers().getValues(SNIFFING))) {
            faults.add("not nosniff, once");
        }
        for (Header header : response.headers()) {
            boolean known = FRAMING.contains(header.getName().toLowerCase(Locale.ROOT))
                    || described.path("headers").propertyStream().anyMatch(each -> each.getKey()
                            .equalsIgnoreCase(header.getName()));
            if (!known) {
                faults.add("a header that is not described: " + header);
            }
        }
        described.path("headers").properties().forEach(each -> {
            JsonPointer header =
                    contract.resolve(place.appendProperty("headers").appendProperty(each.getKey()));
            String value = response.header(each.getKey());
            if (value != null) {
                faults.addAll(contract.faults(header, TextNode.valueOf(value)));
            } else if (contract.document().at(header).path("required").asBoolean()) {
                faults.add("no header " + each.getKey());
            }
        });
    }

    private static String mediaType(String contentType) {
        return contentType.replaceFirst(";.*", "").strip().toLowerCase(Locale.ROOT);
    }
}
