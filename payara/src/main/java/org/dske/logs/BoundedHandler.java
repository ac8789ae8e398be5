package org.dske.logs;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.logging.ConsoleHandler;
import java.util.logging.ErrorManager;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.dske.limit.PerMinute;
import org.dske.time.Ticker;

/**
 * Writes to the console, as {@link ConsoleHandler} does, but no more than it may: of each logger so many records a minute, so that what the
 * server itself says of malformed requests cannot go on for ever; and, if the console is the file {@value #LOG}, opened to append, no more
 * than so many bytes: then what is there goes into {@value #BEFORE}, and what was in there before is gone.
 */
public final class BoundedHandler extends ConsoleHandler {
    private static final String LOG = "node.log";
    private static final String BEFORE = "node.log.1";

    private static final int MOST_RECORDS = 200;
    private static final long MOST_BYTES = 10L << 20;

    private final Path directory;
    private final Ticker ticker;
    private final long mostBytes;

    /** There are as many as there are classes that log. */
    private final Map<String, PerMinute> records = new HashMap<>();

    /** The log manager makes it, in the directory of the server. */
    public BoundedHandler() {
        this(Path.of(""), Ticker.SYSTEM, MOST_BYTES);
    }

    BoundedHandler(Path directory, Ticker ticker, long mostBytes) {
        this.directory = directory;
        this.ticker = ticker;
        this.mostBytes = mostBytes;
    }

    @Override
    public void publish(LogRecord record) {
        if (!isLoggable(record)) {
            return;
        }
        String logger = Objects.requireNonNullElse(record.getLoggerName(), "");
        OptionalLong before = admit(logger);
        if (before.isEmpty()) {
            return;
        }
        if (before.getAsLong() > 0) {
            LogRecord heldBack = new LogRecord(Level.WARNING, before.getAsLong() + " records were held back");
            heldBack.setLoggerName(logger);
            super.publish(heldBack);
        }
        super.publish(record);
        bound();
    }

    private synchronized OptionalLong admit(String logger) {
        return records.computeIfAbsent(logger, first -> new PerMinute(ticker, MOST_RECORDS))
                .admit();
    }

    /** The file stays the same one, since the server has it open. */
    private synchronized void bound() {
        Path log = directory.resolve(LOG);
        try {
            if (Files.exists(log) && Files.size(log) > mostBytes) {
                Files.copy(log, directory.resolve(BEFORE), StandardCopyOption.REPLACE_EXISTING);
                FileChannel.open(log, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)
                        .close();
            }
        } catch (IOException e) {
            reportError(null, e, ErrorManager.WRITE_FAILURE);
        }
    }
}
