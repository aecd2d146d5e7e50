package dev.tern.sql;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.narayana.jta.QuarkusTransactionException;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.hibernate.Session;
import org.jspecify.annotations.Nullable;

/** PostgreSQL, one transaction at a time. */
@Singleton
public final class Database {
    /**
     * Classes of SQLSTATE that are faults of ours: cardinality, data, integrity, syntax, and a limit of the program.
     * Every other one, and none at all, says that PostgreSQL or the way to it has its own trouble.
     */
    private static final Set<String> FAULTS = Set.of("21", "22", "23", "42", "54");

    private final Migration migration;
    private final Session entities;

    Database(Migration migration, Session entities) {
        this.migration = migration;
        this.entities = entities;
    }

    /**
     * Does the work in a transaction of its own, which an exception rolls back.
     *
     * @throws DatabaseAwayException where it can't be done now; a commit that got no answer may stand all the same
     */
    public <T> T transact(Supplier<T> work) {
        if (!migration.isDone()) {
            throw new DatabaseAwayException(null);
        }
        try {
            return QuarkusTransaction.requiringNew().call(work::get);
        } catch (QuarkusTransactionException notBegunOrCommitted) {
            throw new DatabaseAwayException(notBegunOrCommitted);
        } catch (RuntimeException failure) {
            if (isAway(failure)) {
                throw new DatabaseAwayException(failure);
            }
            throw failure;
        }
    }

    /** Lets one transaction at a time hold this name, until it ends: it need not be the name of anything that is there. */
    public void lock(String name) {
        entities.createNativeQuery("SELECT count(*) FROM pg_advisory_xact_lock(hashtextextended(?1, 0))", Long.class)
                .setParameter(1, name)
                .getSingleResult();
    }

    static boolean isAway(Throwable failure) {
        return causes(failure)
                .filter(SQLException.class::isInstance)
                .map(SQLException.class::cast)
                .findFirst()
                .filter(sql -> !isFault(sql.getSQLState()))
                .isPresent();
    }

    private static boolean isFault(@Nullable String state) {
        return state != null && state.length() == 5 && FAULTS.contains(state.substring(0, 2));
    }

    private static Stream<Throwable> causes(Throwable failure) {
        return Stream.iterate(failure, cause -> cause != null, Throwable::getCause);
    }
}
