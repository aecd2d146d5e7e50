package dev.tern.load;

import java.util.ArrayList;
import java.util.List;

/** How soon after a hit is answered its membership is seen. */
final class Visibility {
    private final Tern tern;
    private final Site site;
    private final Sent sent;
    private final List<Double> millis = new ArrayList<>();

    Visibility(Tern tern, Site site, Sent sent) {
        this.tern = tern;
        this.site = site;
        this.sent = sent;
    }

    /** A hit of a new visitor, and lookups until one has its membership. */
    Void probe() throws Exception {
        String cookie = tern.hit(site.hit(0, ""));
        long answered = System.nanoTime();
        sent.addNew(0);
        String visitor = Site.visitor(cookie);
        while (!tern.isMember(site.id, visitor)) {
            Thread.onSpinWait();
        }
        millis.add((System.nanoTime() - answered) / 1e6);
        return null;
    }

    double p99Millis() {
        return p99(millis);
    }

    /** What 99 of 100 are at most. */
    static double p99(List<Double> some) {
        List<Double> sorted = some.stream().sorted().toList();
        return sorted.get((int) (sorted.size() * 0.99));
    }
}
