package org.dske.auditlog;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.dske.config.ConfigurationException;
import org.dske.error.InvalidException;
import org.dske.key.Uuids;
import org.dske.ledger.Durable;
import org.dske.limit.PerMinute;
import org.dske.secret.PrivateFiles;
import org.dske.time.Ticker;
import org.jspecify.annotations.Nullable;

/**
 * A node's audit log, or none. Safe for concurrent use.
 *
 * <p>What is delivered is recorded before it is: a line may be about something that then did not reach anybody, and nothing reaches anybody
 * without a line, if the log is {@linkplain AuditSettings#required required}.
 */
public final class AuditLog implements AutoCloseable {
    /**
     * Lines a minute on requests that are refused: of all whom nobody knows, and of each whom one knows. Else whoever likes could fill the
     * disk.
     */
    private static final int REFUSALS = 60;

    /** The same of all whom one knows together. */
    private static final int ALL_REFUSALS = 600;

    private static final int MOST_SENDERS = 1_024;

    private final boolean required;
    private final @Nullable AuditWriter writer;
    private final PerMinute strangers = new PerMinute(Ticker.SYSTEM, REFUSALS);
    private final PerMinute known = new PerMinute(Ticker.SYSTEM, ALL_REFUSALS);
    /** Those who were refused last come last. */
    private final Map<Object, PerMinute> senders = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Object, PerMinute> eldest) {
            return size() > MOST_SENDERS;
        }
    };

    private final AtomicLong leftOut = new AtomicLong();

    private AuditLog(boolean required, @Nullable AuditWriter writer) {
        this.required = required;
        this.writer = writer;
    }

    /** None is kept. */
    public static AuditLog off() {
        return new AuditLog(false, null);
    }

    /**
     * Opens a node's log, or makes one, and begins a run with a line {@link AuditEvent#NODE_STARTED}.
     *
     * @param random draws the IDs of chain and run
     * @throws ConfigurationException if the file cannot be opened, or is no audit log of this node
     */
    public static AuditLog open(AuditSettings settings, InstantSource clock, SecureRandom random) {
        return open(settings, clock, random, AuditLog::channel);
    }

    static AuditLog open(AuditSettings settings, InstantSource clock, SecureRandom random, AuditFile.Opener opener) {
        return settings.file()
                .map(path -> new AuditLog(settings.required(), writer(settings, path, clock, random, opener)))
                .orElseGet(AuditLog::off);
    }

    private static FileChannel channel(Path file) throws IOException {
        return FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    private static AuditWriter writer(
            AuditSettings settings, Path path, InstantSource clock, SecureRandom random, AuditFile.Opener opener) {
        try {
            AuditFile file = AuditFile.open(path, opener);
            AuditWriter writer = new AuditWriter(
                    file,
                    settings.node(),
                    lastOf(file, settings.node()),
                    settings.required(),
                    Uuids.random(random),
                    clock);
            writer.start();
            if (file.cut() > 0) {
                writer.add(AuditEntry.of(AuditEvent.TAIL_CUT).with("bytes", file.cut()));
            }
            writer.add(AuditEntry.of(AuditEvent.NODE_STARTED).with("run", Uuids.random(random)));
            return writer;
        } catch (IOException e) {
            throw new ConfigurationException("the audit log " + path + " cannot be opened: " + PrivateFiles.reason(e));
        }
    }

    private static AuditCheckpoint lastOf(AuditFile file, String node) throws IOException {
        Optional<byte[]> bytes = file.lastLine();
        if (bytes.isEmpty()) {
            return AuditCheckpoint.BEGIN;
        }
        try {
            AuditLine line = AuditLine.read(bytes.get());
            if (!line.node().equals(node)) {
                throw new InvalidException("it is of " + line.node());
            }
            return AuditCheckpoint.of(line.sequence(), bytes.get());
        } catch (InvalidException e) {
            file.close();
            throw new ConfigurationException("the last line of " + file + " is none of an audit log of " + node + ": "
                    + e.getMessage() + "; move the file out of the way, and another chain begins");
        }
    }

    /** Records something that has happened; nobody waits for it, and it is lost, and counted, if it cannot be written. */
    public void note(AuditEntry entry) {
        if (writer != null) {
            writer.add(entry);
        }
    }

    /**
     * Records that a request was refused of whom nobody knows: no more than {@value #REFUSALS} a minute; the next one tells how many were left
     * out.
     */
    public void noteStranger(AuditEntry entry) {
        note(entry, strangers.admit().isPresent());
    }

    /** The same of whom one knows: no more than {@value #REFUSALS} a minute of each, and {@value #ALL_REFUSALS} of all. */
    public void noteRefusal(Object sender, AuditEntry entry) {
        note(entry, limitOf(sender).admit().isPresent() && known.admit().isPresent());
    }

    private PerMinute limitOf(Object sender) {
        synchronized (senders) {
            return senders.computeIfAbsent(sender, first -> new PerMinute(Ticker.SYSTEM, REFUSALS));
        }
    }

    private void note(AuditEntry entry, boolean admitted) {
        if (admitted) {
            long before = leftOut.getAndSet(0);
            note(before == 0 ? entry : entry.with("left_out", before));
        } else {
            leftOut.incrementAndGet();
        }
    }

    /**
     * Records what is just going to be delivered. If the log is required, this returns when it is on the disk.
     *
     * @throws org.dske.error.RequestException with 503 if it has to be and cannot be recorded: then it must not be delivered
     */
    public void require(List<AuditEntry> entries) {
        if (writer == null) {
            return;
        }
        if (required) {
            CompletableFuture<?>[] recorded =
                    entries.stream().map(writer::record).toArray(CompletableFuture<?>[]::new);
            Durable.await(CompletableFuture.allOf(recorded));
        } else {
            entries.forEach(writer::add);
        }
    }

    /**
     * Makes sure, before anything is used up for what could not be delivered, that it could be recorded, as far as that is known.
     *
     * @throws org.dske.error.RequestException with 503 if it has to be and cannot be recorded
     */
    public void requireWorking() {
        if (required && writer != null) {
            writer.requireWorking();
        }
    }

    /** {@return whether a log that is required cannot be written: then nothing is delivered} */
    public boolean isFailing() {
        return required && writer != null && writer.isFailing();
    }

    /** {@return what there is to see of it} */
    public AuditStatus status() {
        return writer == null
                ? new AuditStatus(false, false, false, 0, 0, null)
                : new AuditStatus(true, required, writer.isFailing(), writer.written(), writer.lost(), writer.last());
    }

    /** Ends the run with a line {@link AuditEvent#NODE_STOPPED}; what comes afterwards is lost. */
    @Override
    public void close() {
        if (writer != null) {
            writer.close();
        }
    }
}
