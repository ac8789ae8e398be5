package org.dske.testing;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** What a class says in the log, as long as this is open: level and message. Safe for concurrent use. */
public final class LogLines implements AutoCloseable {
    private final Logger logger;
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord line) {
            lines.add(line.getLevel() + " " + line.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    /**
     * Listens to a class.
     *
     * @param speaker the class, whose logger has its name
     */
    public LogLines(Class<?> speaker) {
        this.logger = Logger.getLogger(speaker.getName());
        logger.addHandler(handler);
    }

    /**
     * What was said.
     *
     * @return lines such as {@code WARNING it rains}, the oldest first; they may be cleared
     */
    public List<String> all() {
        return lines;
    }

    @Override
    public void close() {
        logger.removeHandler(handler);
    }
}
