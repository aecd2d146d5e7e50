package dev.tern.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tern.AudienceId;
import dev.tern.SiteId;
import dev.tern.consent.Policy;
import dev.tern.consent.Regions;
import dev.tern.consent.Terms;
import dev.tern.rule.Window;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The form of a {@link Snapshot} in Redis. One of another format, or broken, reads as nothing. */
final class SnapshotJson {
    private static final int FORMAT = 2;

    /** Of a site that was published before there was a floor. */
    private static final int FLOOR_OF_BEFORE = 100;

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private SnapshotJson() {}

    static String write(Snapshot snapshot) {
        ObjectNode site = JSON.createObjectNode()
                .put("format", FORMAT)
                .put("id", snapshot.id().value())
                .put("serial", snapshot.serial())
                .put("version", snapshot.version());
        writeSettings(snapshot.settings(), site.putObject("settings"));
        ArrayNode keys = site.putArray("keys");
        for (Snapshot.Key key : snapshot.keys()) {
            ObjectNode node = keys.addObject().put("id", key.id()).put("hash", key.hash());
            ArrayNode scopes = node.putArray("scopes");
            key.scopes().forEach(scope -> scopes.add(scope.text()));
        }
        ArrayNode traits = site.putArray("traits");
        for (Snapshot.Trait trait : snapshot.traits()) {
            traits.addObject().put("number", trait.number()).put("trait", trait.trait());
        }
        ArrayNode audiences = site.putArray("audiences");
        for (Snapshot.Audience audience : snapshot.audiences()) {
            audiences
                    .addObject()
                    .put("id", audience.id().value())
                    .put("serial", audience.serial())
                    .set("definition", audience.definition());
        }
        return site.toString();
    }

    private static void writeSettings(SiteSettings settings, ObjectNode into) {
        into.put("name", settings.name())
                .put("timeZone", settings.timeZone().getId())
                .put("consent", settings.consent().policy().text());
        settings.consent().tcfVendorId().ifPresent(vendor -> into.put("tcfVendorId", vendor));
        settings.consent().regions().ifPresent(regions -> {
            ObjectNode node = into.putObject("regions").put("header", regions.header());
            regions.required().forEach(node.putArray("required")::add);
            regions.optOut().forEach(node.putArray("optOut")::add);
        });
        ArrayNode domains = into.putArray("domains");
        settings.domains().forEach(domains::add);
        settings.cookieDomain().ifPresent(domain -> into.put("cookieDomain", domain));
        into.put("minimumAudienceSize", settings.minimumAudienceSize());
        settings.maximumRetention().ifPresent(retention -> into.put("maximumRetention", retention.millis()));
    }

    static Optional<Snapshot> read(byte[] bytes) {
        try {
            JsonNode site = parse(bytes);
            return site.path("format").asInt() == FORMAT ? Optional.of(read(site)) : Optional.empty();
        } catch (IOException | IllegalArgumentException | DateTimeException broken) {
            return Optional.empty();
        }
    }

    /** Whether it is of another format, so as a rule of a newer version. */
    static boolean isOther(byte[] bytes) {
        try {
            JsonNode format = parse(bytes).path("format");
            return format.isInt() && format.asInt() != FORMAT;
        } catch (IOException broken) {
            return false;
        }
    }

    private static JsonNode parse(byte[] bytes) throws IOException {
        return JSON.readTree(new String(bytes, StandardCharsets.UTF_8));
    }

    private static Snapshot read(JsonNode site) {
        List<Snapshot.Key> keys = list(site, "keys")
                .map(key -> new Snapshot.Key(
                        text(key, "id"),
                        text(key, "hash"),
                        texts(key, "scopes")
                                .map(scope -> Scope.parse(scope).orElseThrow(IllegalArgumentException::new))
                                .collect(Collectors.toSet())))
                .toList();
        List<Snapshot.Trait> traits = list(site, "traits")
                .map(trait -> new Snapshot.Trait(small(trait.required("number")), text(trait, "trait")))
                .toList();
        List<Snapshot.Audience> audiences = list(site, "audiences")
                .map(audience -> new Snapshot.Audience(
                        new AudienceId(text(audience, "id")),
                        number(audience.required("serial"), Long.MAX_VALUE),
                        audience.required("definition")))
                .toList();
        return new Snapshot(
                new SiteId(text(site, "id")),
                number(site.required("serial"), Long.MAX_VALUE),
                number(site.required("version"), Long.MAX_VALUE),
                readSettings(site.required("settings")),
                keys,
                traits,
                audiences);
    }

    private static SiteSettings readSettings(JsonNode settings) {
        return new SiteSettings(
                text(settings, "name"),
                texts(settings, "domains").toList(),
                ZoneId.of(text(settings, "timeZone")),
                readTerms(settings),
                optional(settings, "cookieDomain").map(SnapshotJson::text),
                optional(settings, "minimumAudienceSize")
                        .map(SnapshotJson::small)
                        .orElse(FLOOR_OF_BEFORE),
                optional(settings, "maximumRetention").map(millis -> new Window(number(millis, Long.MAX_VALUE))));
    }

    /** Snapshots of before know neither vendors nor regions. */
    private static Terms readTerms(JsonNode settings) {
        return new Terms(
                Policy.parse(text(settings, "consent")).orElseThrow(IllegalArgumentException::new),
                optional(settings, "regions").map(SnapshotJson::readRegions),
                optional(settings, "tcfVendorId")
                        .map(vendor -> OptionalInt.of(small(vendor)))
                        .orElse(OptionalInt.empty()));
    }

    private static Regions readRegions(JsonNode regions) {
        return new Regions(
                text(regions, "header"),
                texts(regions, "required").collect(Collectors.toSet()),
                texts(regions, "optOut").collect(Collectors.toSet()));
    }

    private static Optional<JsonNode> optional(JsonNode parent, String name) {
        return Optional.ofNullable(parent.get(name));
    }

    private static String text(JsonNode parent, String name) {
        return text(parent.required(name));
    }

    private static String text(JsonNode node) {
        return require(node, node.isTextual()).textValue();
    }

    private static long number(JsonNode node, long max) {
        long number = require(node, node.isIntegralNumber() && node.canConvertToLong())
                .longValue();
        require(node, number >= 0 && number <= max);
        return number;
    }

    private static int small(JsonNode node) {
        return (int) number(node, Integer.MAX_VALUE);
    }

    private static Stream<String> texts(JsonNode parent, String name) {
        return list(parent, name).map(SnapshotJson::text);
    }

    private static Stream<JsonNode> list(JsonNode parent, String name) {
        JsonNode list = parent.required(name);
        return require(list, list.isArray()).valueStream();
    }

    private static JsonNode require(JsonNode node, boolean holds) {
        if (!holds) {
            throw new IllegalArgumentException("not as it was written");
        }
        return node;
    }
}
