package dev.tern.load;

/** What Tern has counted of hits. */
record Counted(long offered, long accepted, long dropped, long written) {
    static Counted now(Tern tern) {
        return new Counted(
                tern.metric("tern_hits_total", ""),
                tern.metric("tern_hits_total", "outcome=\"accepted\""),
                tern.metric("tern_hits_total", "outcome=\"dropped\""),
                tern.metric("tern_events_written_total", ""));
    }

    Counted minus(Counted before) {
        return new Counted(
                offered - before.offered,
                accepted - before.accepted,
                dropped - before.dropped,
                written - before.written);
    }
}
