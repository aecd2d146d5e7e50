package dev.tern.importing;

import dev.tern.Agent;
import dev.tern.Decimal;
import dev.tern.Event;
import dev.tern.Source;
import dev.tern.Value;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** What one visitor did within a month, from a seed: parameters as a pixel sends them, and numbers as a server does. */
final class RandomVisits {
    private static final List<String> NAMES = List.of("page_view", "ViewContent", "Purchase", "Other");
    private static final List<String> HOSTS = List.of("shop.example", "blog.example", "www.shop.example");
    private static final List<String> PATHS =
            List.of("", "/", "/cart", "/Cart/red", "/red/%C3%A9", "/cart?size=12", "/x?a=b#red");
    private static final List<String> WORDS =
            List.of("shoes", "Shoes", "red shoes", "shoes (new)", "Boots", "true", "12", "É", "é");
    private static final List<String> NUMBERS = List.of("0", "1", "5", "12", "-3", "2.5", "many");

    private final SplittableRandom random;

    RandomVisits(long seed) {
        this.random = new SplittableRandom(seed);
    }

    List<Event> events() {
        return IntStream.range(0, random.nextInt(5)).mapToObj(this::event).toList();
    }

    private Event event(int number) {
        Map<String, Value> props = new HashMap<>();
        if (random.nextInt(4) > 0) {
            props.put("category", new Value.Untyped(one(WORDS)));
        }
        if (random.nextInt(4) > 0) {
            props.put("size", size());
        }
        return new Event(
                one(NAMES),
                number,
                null,
                url(),
                url(),
                random.nextInt(3) == 0
                        ? null
                        : Decimal.parse(one(NUMBERS.subList(0, 6))).orElseThrow(),
                null,
                Source.PIXEL,
                Agent.HUMAN,
                props);
    }

    private Value size() {
        String number = one(NUMBERS);
        return random.nextBoolean()
                ? new Value.Untyped(number)
                : Decimal.parse(number).<Value>map(Value.Num::new).orElse(new Value.Text(number));
    }

    private @Nullable String url() {
        return random.nextInt(6) == 0 ? null : "https://" + one(HOSTS) + one(PATHS);
    }

    private <T> T one(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }
}
