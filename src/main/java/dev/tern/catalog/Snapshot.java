package dev.tern.catalog;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tern.AudienceId;
import dev.tern.SiteId;
import java.util.List;
import java.util.Set;

/**
 * Everything of one site that serving it needs, at one version.
 *
 * @param serial names the site in Redis keys; a site that is deleted and made anew has another
 * @param version counts the changes of anything in here
 */
public record Snapshot(
        SiteId id,
        long serial,
        long version,
        SiteSettings settings,
        List<Key> keys,
        List<Trait> traits,
        List<Audience> audiences) {
    public Snapshot {
        requireNonNull(id, "id");
        requireNonNull(settings, "settings");
        keys = List.copyOf(keys);
        traits = List.copyOf(traits);
        audiences = List.copyOf(audiences);
    }

    /**
     * An API key.
     *
     * @param hash SHA-256 of the key's text, in hexadecimal
     */
    public record Key(String id, String hash, Set<Scope> scopes) {
        public Key {
            requireNonNull(id, "id");
            requireNonNull(hash, "hash");
            scopes = Set.copyOf(scopes);
        }
    }

    /**
     * A trait that rules ask about.
     *
     * @param number names it in records; never used again on the site
     * @param trait its canonical text
     */
    public record Trait(int number, String trait) {
        public Trait {
            requireNonNull(trait, "trait");
        }
    }

    /**
     * An audience.
     *
     * @param serial names it in Redis keys; an audience that is deleted and made anew has another
     * @param definition as its owner sent it: {@code {"name","rule","keep"?}}
     */
    public record Audience(AudienceId id, long serial, JsonNode definition) {
        public Audience {
            requireNonNull(id, "id");
            requireNonNull(definition, "definition");
        }
    }
}
