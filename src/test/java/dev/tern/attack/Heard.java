package dev.tern.attack;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jboss.logmanager.formatters.PatternFormatter;

/** What the service under test says in its log, from a level on, for as long as this is open. */
public final class Heard implements AutoCloseable {
    private static final Logger ROOT = Logger.getLogger("");

    /** Puts the values of a message in their places, however they are marked. */
    private static final Formatter FORMATTER = new PatternFormatter("%s");

    private final Queue<String> messages = new ConcurrentLinkedQueue<>();
    private final Handler handler;

    public Heard(Level level) {
        handler = new Handler() {
            @Override
            public void publish(LogRecord logged) {
                if (logged.getLevel().intValue() >= level.intValue()) {
                    messages.add(FORMATTER.formatMessage(logged)
                            + (logged.getThrown() == null ? "" : " " + logged.getThrown()));
                }
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        ROOT.addHandler(handler);
    }

    public List<String> messages() {
        return List.copyOf(messages);
    }

    @Override
    public void close() {
        ROOT.removeHandler(handler);
    }
}
