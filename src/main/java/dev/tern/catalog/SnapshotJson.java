package dev.tern.catalog;

import com.fasterxml.jackson.core.JsonProcessingException;
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
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;

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
            JsonNode site = JSON.readTree(new String(bytes, java.nio.charset.StandardCharsets.UTF_8));
            return site.path("format").asInt() == FORMAT ? Optional.of(read(site)) : Optional.empty();
        } catch (JsonProcessingException | IllegalArgumentException | DateTimeException broken) {
            return Optional.empty();
        }
    }

    private static Snapshot read(JsonNode site) {
        List<Snapshot.Key> keys = new ArrayList<>();
        for (JsonNode key : site.required("keys")) {
            keys.add(new Snapshot.Key(
                    key.required("id").asText(),
                    key.required("hash").asText(),
                    key.required("scopes")
                            .valueStream()
                            .map(scope -> Scope.parse(scope.asText()).orElseThrow(IllegalArgumentException::new))
                            .collect(Collectors.toSet())));
        }
        List<Snapshot.Trait> traits = new ArrayList<>();
        for (JsonNode trait : site.required("traits")) {
            traits.add(new Snapshot.Trait(
                    trait.required("number").asInt(), trait.required("trait").asText()));
        }
        List<Snapshot.Audience> audiences = new ArrayList<>();
        for (JsonNode audience : site.required("audiences")) {
            audiences.add(new Snapshot.Audience(
                    new AudienceId(audience.required("id").asText()),
                    audience.required("serial").asLong(),
                    audience.required("definition")));
        }
        return new Snapshot(
                new SiteId(site.required("id").asText()),
                site.required("serial").asLong(),
                site.required("version").asLong(),
                readSettings(site.required("settings")),
                keys,
                traits,
                audiences);
    }

    private static SiteSettings readSettings(JsonNode settings) {
        return new SiteSettings(
                settings.required("name").asText(),
                settings.required("domains").valueStream().map(JsonNode::asText).toList(),
                ZoneId.of(settings.required("timeZone").asText()),
                readTerms(settings),
                Optional.ofNullable(settings.get("cookieDomain")).map(JsonNode::asText),
                settings.path("minimumAudienceSize").asInt(FLOOR_OF_BEFORE),
                Optional.ofNullable(settings.get("maximumRetention")).map(millis -> new Window(millis.asLong())));
    }

    /** Snapshots of before know neither vendors nor regions. */
    private static Terms readTerms(JsonNode settings) {
        return new Terms(
                Policy.parse(settings.required("consent").asText()).orElseThrow(IllegalArgumentException::new),
                Optional.ofNullable(settings.get("regions")).map(SnapshotJson::readRegions),
                settings.has("tcfVendorId")
                        ? OptionalInt.of(settings.get("tcfVendorId").asInt())
                        : OptionalInt.empty());
    }

    private static Regions readRegions(JsonNode regions) {
        return new Regions(
                regions.required("header").asText(),
                texts(regions.required("required")),
                texts(regions.required("optOut")));
    }

    private static Set<String> texts(JsonNode list) {
        return list.valueStream().map(JsonNode::asText).collect(Collectors.toSet());
    }
}
