package dev.tern.importing;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tern.json.Place;
import dev.tern.rule.Limits;
import dev.tern.rule.Window;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Reads a user list of the Google Ads API that is based on a flexible rule: the list, its {@code ruleBasedUserList}, or
 * the {@code flexibleRuleUserList} alone.
 *
 * @see <a href="https://developers.google.com/google-ads/api/reference/rpc/latest/UserList">UserList</a>
 */
final class GoogleUserList {
    /** The longest membership, which Google gives every list of this kind: {@code membershipLifeSpan} is ignored there. */
    private static final int DAYS_MAX = 540;

    /** Not a word of these says who is in; what is pre-populated is about the first days, as {@code completeFrom} is. */
    private static final List<String> ABOUT_THE_LIST = List.of(
            "resourceName",
            "id",
            "readOnly",
            "description",
            "integrationCode",
            "accessReason",
            "accountUserListStatus",
            "eligibleForSearch",
            "eligibleForDisplay",
            "sizeForDisplay",
            "sizeRangeForDisplay",
            "sizeForSearch",
            "sizeRangeForSearch");

    private GoogleUserList() {}

    static Translation read(Place document) {
        ProtoMembers members = new ProtoMembers(document);
        if (members.has("inclusiveOperands") || members.has("exclusiveOperands")) {
            return new Translation(Optional.empty(), flexible(members));
        }
        return members.has("flexibleRuleUserList")
                ? new Translation(Optional.empty(), ruleBased(members))
                : userList(members);
    }

    private static Translation userList(ProtoMembers members) {
        Optional<String> name = members.optional("name").map(place -> place.text(1, Limits.NAME_CHARS_MAX));
        members.optional("membershipStatus").ifPresent(status -> {
            if (!"OPEN".equals(status.node().textValue())) {
                throw status.refusal("OPEN: every audience of Tern's takes new members");
            }
        });
        members.optional("membershipLifeSpan").ifPresent(days -> Figures.whole(days, 0, DAYS_MAX));
        members.optional("type").ifPresent(type -> type.oneOf(List.of("RULE_BASED")));
        ABOUT_THE_LIST.forEach(members::optional);
        Optional<Place> ruleBased = members.optional("ruleBasedUserList");
        members.nothingElse();
        Place rule = ruleBased.orElseGet(() -> members.required("ruleBasedUserList"));
        return new Translation(name, ruleBased(new ProtoMembers(rule)));
    }

    private static ObjectNode ruleBased(ProtoMembers members) {
        members.optional("prepopulationStatus")
                .ifPresent(status -> status.oneOf(List.of("NONE", "REQUESTED", "FINISHED", "FAILED")));
        Optional<Place> flexible = members.optional("flexibleRuleUserList");
        members.nothingElse();
        return flexible(new ProtoMembers(flexible.orElseGet(() -> members.required("flexibleRuleUserList"))));
    }

    private static ObjectNode flexible(ProtoMembers members) {
        Optional<Place> operator = members.optional("inclusiveRuleOperator");
        Optional<Place> inclusive = members.optional("inclusiveOperands");
        Optional<Place> exclusive = members.optional("exclusiveOperands");
        members.nothingElse();
        List<ObjectNode> included =
                inclusive.orElseGet(() -> members.required("inclusiveOperands")).items(1, Limits.RULES_MAX).stream()
                        .map(GoogleUserList::operand)
                        .toList();
        List<ObjectNode> excluded =
                exclusive.map(places -> places.items(0, Limits.RULES_MAX)).orElse(List.of()).stream()
                        .map(GoogleUserList::operand)
                        .toList();
        Optional<String> how = operator.map(place -> place.oneOf(List.of("AND", "OR")));
        if (included.size() > 1 && how.isEmpty()) {
            members.required("inclusiveRuleOperator");
        }
        return Rules.without(how.equals(Optional.of("AND")) ? Rules.all(included) : Rules.any(included), excluded);
    }

    private static ObjectNode operand(Place place) {
        ProtoMembers members = new ProtoMembers(place);
        long days = members.optional("lookbackWindowDays")
                .map(window -> Figures.whole(window, 1, DAYS_MAX))
                .orElse((long) DAYS_MAX);
        Clause clause = GoogleRule.read(members.required("rule"));
        members.nothingElse();
        return new Events(List.of(), clause)
                .once(new Window(Duration.ofDays(days).toMillis()));
    }
}
