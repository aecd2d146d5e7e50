package dev.tern.site;

import dev.tern.SiteId;
import dev.tern.access.KeyHashes;
import dev.tern.catalog.Scope;
import dev.tern.problem.HttpProblem;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response.Status;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** The API keys of sites. Their text exists only in the answer to who asked for them. */
@Singleton
final class ApiKeys {
    private static final String PREFIX = "tern_";
    private static final int KEY_BYTES = 32;
    private static final Pattern ID = Pattern.compile("[0-9a-f]{1,64}");
    private static final int ID_BYTES = 8;

    private final Sites sites;
    private final KeyHashes hashes;
    private final SecureRandom random = new SecureRandom();

    ApiKeys(Sites sites, KeyHashes hashes) {
        this.sites = sites;
        this.hashes = hashes;
    }

    /** @param key its text */
    record Issued(String id, String key) {}

    Issued issue(SiteId site, String name, Set<Scope> scopes) {
        String key = PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(random(KEY_BYTES));
        return sites.change(site, change -> {
            if (KeyRow.count("site", change.serial()) >= Limits.KEYS_MAX) {
                throw new HttpProblem(Status.CONFLICT, "At most %d keys a site".formatted(Limits.KEYS_MAX));
            }
            KeyRow row = new KeyRow();
            row.id = HexFormat.of().formatHex(random(ID_BYTES));
            row.site = change.serial();
            row.name = name;
            row.hash = hashes.of(key);
            row.scopes = scopes.stream().sorted().map(Scope::text).toList();
            row.created = Instant.now().truncatedTo(ChronoUnit.MILLIS);
            row.persist();
            return new Issued(row.id, key);
        });
    }

    List<KeyRow> of(SiteId site) {
        return sites.read(site, KeyRow::of);
    }

    KeyRow get(SiteId site, String id) {
        return sites.read(site, serial -> require(serial, id));
    }

    void revoke(SiteId site, String id) {
        sites.change(site, change -> {
            KeyRow row = require(change.serial(), id);
            row.delete();
            return row;
        });
    }

    private static KeyRow require(long site, String id) {
        return Optional.of(id)
                .filter(text -> ID.matcher(text).matches())
                .flatMap(text -> KeyRow.of(site, text))
                .orElseThrow(() -> HttpProblem.notFound("No such key"));
    }

    private byte[] random(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }
}
