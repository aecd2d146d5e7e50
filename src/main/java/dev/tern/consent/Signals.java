package dev.tern.consent;

import java.util.ArrayList;
import java.util.List;

/** The signals of consent that one hit brings: each value that was sent, under the signal's name; and from where it came. */
public final class Signals {
    private final List<Sent> sent = new ArrayList<>(4);
    private List<String> regions = List.of();

    record Sent(Signal signal, String value) {}

    /** Adds a value; an empty one is absent. */
    public void add(Signal signal, String value) {
        if (!value.isEmpty()) {
            sent.add(new Sent(signal, value));
        }
    }

    /** Adds the region, or several separated by commas; an empty one is absent. */
    public void addRegion(String value) {
        for (String each : value.split(",", -1)) {
            String region = Regions.normal(each);
            if (!region.isEmpty() && !regions.contains(region)) {
                List<String> more = new ArrayList<>(regions);
                more.add(region);
                regions = more;
            }
        }
    }

    List<Sent> sent() {
        return sent;
    }

    List<String> regions() {
        return regions;
    }
}
