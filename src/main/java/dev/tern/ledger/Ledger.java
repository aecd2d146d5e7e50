package dev.tern.ledger;

import dev.tern.identity.VisitorCookie;
import dev.tern.sql.Database;
import dev.tern.visitor.Gone;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.hibernate.Session;

/** Who is gone, in PostgreSQL. */
@Singleton
final class Ledger {
    /** Of two that are about the same visitor, the later one counts, and an erasure stays one. */
    private static final String ADD = """
            INSERT INTO tombstone (name, why, since) VALUES (?1, ?2, ?3)
            ON CONFLICT (name) DO UPDATE SET
                why = least(tombstone.why, excluded.why), since = greatest(tombstone.since, excluded.since)
            """;

    /** So much sooner than Redis its own, the ledger forgets a tombstone: clocks differ, and none that has gone is missing. */
    private static final Duration SOONER = Duration.ofHours(1);

    private final Database database;
    private final Session entities;
    private final Clock clock;

    Ledger(Database database, Session entities, Clock clock) {
        this.database = database;
        this.entities = entities;
        this.clock = clock;
    }

    /** Takes them in, known or not. */
    void add(List<Gone> some) {
        List<Gone> inOneOrder =
                some.stream().sorted(Comparator.comparing(Gone::name)).toList();
        var _ = database.transact(() -> {
            for (Gone entry : inOneOrder) {
                entities.createNativeMutationQuery(ADD)
                        .setParameter(1, entry.name())
                        .setParameter(2, entry.why().letter())
                        .setParameter(3, entry.since())
                        .executeUpdate();
            }
            return inOneOrder.size();
        });
    }

    /** At most so many of those whose names come after one, in the order of their names. */
    List<Gone> after(String name, int limit) {
        return database.transact(() -> TombstoneRow.after(name, oldest(), limit).stream()
                .map(TombstoneRow::gone)
                .toList());
    }

    /** Takes away those by which no cookie can come back any more; says how many that were. */
    long forgetOld() {
        return database.transact(() -> TombstoneRow.delete("since <= ?1", oldest()));
    }

    private Instant oldest() {
        return clock.instant().minus(VisitorCookie.MAX_AGE).plus(SOONER);
    }
}
