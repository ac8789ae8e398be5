package org.dske.auditlog;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.dske.error.ErrorCode;
import org.dske.error.RequestException;
import org.dske.secret.PrivateFiles;
import org.dske.time.Deadline;
import org.jspecify.annotations.Nullable;

/**
 * The one thread that writes an audit log, in the order in which entries come: what has come in while it wrote the last time is written, and
 * forced to the disk, together the next time. Safe for concurrent use.
 *
 * <p>If a log is not required, nobody waits for a line: those of a tenth of a second are written together, and are on the disk within a
 * second. What cannot be written is lost, and counted; a line says so as soon as one can be written, which is tried every second.
 */
final class AuditWriter implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(AuditWriter.class.getName());
    private static final int MOST_WAITING = 1 << 16;
    private static final int MOST_TOGETHER = 1_000;
    /** Until lines are forced that nobody waits for, and between attempts to write. */
    private static final Duration PAUSE = Duration.ofSeconds(1);
    /** For lines that nobody waits for: each by itself would cost ten times as much. */
    private static final Duration COLLECTED = Duration.ofMillis(100);
    /** If there is nothing to do. */
    private static final Duration IDLE = Duration.ofHours(1);

    private final String node;
    private final boolean required;
    private final UUID chain;
    private final InstantSource clock;
    private final BlockingQueue<Waiting> queue = new LinkedBlockingQueue<>(MOST_WAITING);
    private final Thread thread;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final AtomicLong written = new AtomicLong();
    private final AtomicLong lost = new AtomicLong();
    /** Of those that are lost, the ones that no line tells of. */
    private final AtomicLong untold = new AtomicLong();

    private AuditFile file;
    private volatile AuditCheckpoint last;
    private volatile boolean failing;
    /** Nothing more is taken. */
    private volatile boolean closed;
    /** Nothing more is written. */
    private volatile boolean ended;
    /** When lines have to be forced; null if all are. */
    private @Nullable Deadline forceAt;

    /** An entry, and who waits for it. */
    private record Waiting(
            Instant time, AuditEntry entry, @Nullable CompletableFuture<Void> recorded) {}

    /**
     * Of a file.
     *
     * @param node whose lines they are
     * @param last the file's last line
     * @param required whether somebody waits for lines
     * @param chain the ID of the chain that begins if there is no line
     */
    AuditWriter(AuditFile file, String node, AuditCheckpoint last, boolean required, UUID chain, InstantSource clock) {
        this.file = file;
        this.node = node;
        this.last = last;
        this.required = required;
        this.chain = chain;
        this.clock = clock;
        this.thread = new Thread(this::run, node + " audit");
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** Records something sooner or later, if that can be done. */
    void add(AuditEntry entry) {
        if (!offer(new Waiting(clock.instant(), entry, null))) {
            lose(1);
        }
    }

    /** Records something; done when it is on the disk, and fails with a {@link RequestException} if it cannot be recorded. */
    CompletableFuture<Void> record(AuditEntry entry) {
        CompletableFuture<Void> recorded = new CompletableFuture<>();
        if (!offer(new Waiting(clock.instant(), entry, recorded))) {
            recorded.completeExceptionally(unavailable());
        }
        return recorded;
    }

    private boolean offer(Waiting waiting) {
        boolean offered = !closed && queue.offer(waiting);
        if (ended) {
            // Perhaps after the thread had looked for the last time.
            drain();
        }
        return offered;
    }

    /** Fails, with 503, if nothing can be recorded. */
    void requireWorking() {
        if (failing || closed) {
            throw unavailable();
        }
    }

    private static RequestException unavailable() {
        return new RequestException(
                ErrorCode.UNAVAILABLE,
                "the audit log cannot be written, and nothing is delivered here that is not recorded");
    }

    boolean isFailing() {
        return failing;
    }

    AuditCheckpoint last() {
        return last;
    }

    long written() {
        return written.get();
    }

    long lost() {
        return lost.get();
    }

    private void lose(int lines) {
        lost.addAndGet(lines);
        untold.addAndGet(lines);
    }

    private void run() {
        boolean stopped = false;
        while (!stopped) {
            try {
                List<Waiting> together = next();
                if (!together.isEmpty() || failing || untold.get() > 0) {
                    write(together);
                }
                forceIfDue();
                stopped = together.stream().anyMatch(each -> each.entry().event() == AuditEvent.NODE_STOPPED);
            } catch (InterruptedException e) {
                // Nobody interrupts this thread but a server that ends; close() ends it.
                LOG.log(Level.FINE, "interrupted", e);
            }
        }
        end();
    }

    /** What has come in, after a pause if nothing does. */
    private List<Waiting> next() throws InterruptedException {
        Waiting first = queue.poll(pause().toNanos(), TimeUnit.NANOSECONDS);
        List<Waiting> together = new ArrayList<>();
        if (first != null) {
            if (!required && queue.size() < MOST_TOGETHER) {
                collect();
            }
            together.add(first);
            queue.drainTo(together, MOST_TOGETHER);
        }
        return together;
    }

    private Duration pause() {
        if (forceAt != null) {
            return forceAt.left();
        }
        return failing || untold.get() > 0 ? PAUSE : IDLE;
    }

    /** Waits for more lines, unless these are the last ones. */
    private void collect() {
        try {
            var unused = closing.await(COLLECTED.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            LOG.log(Level.FINE, "interrupted", e);
        }
    }

    private void write(List<Waiting> together) {
        long gap = untold.getAndSet(0);
        try {
            if (!file.isInPlace()) {
                moveOn();
            }
            ByteArrayOutputStream lines = new ByteArrayOutputStream();
            AuditCheckpoint end = last;
            for (Waiting each : withNotes(together, gap)) {
                byte[] line = AuditLine.write(end, each.time(), node, each.entry());
                lines.writeBytes(line);
                lines.write('\n');
                end = AuditCheckpoint.of(end.sequence() + 1, line);
            }
            file.append(lines.toByteArray(), required);
            succeeded(end);
            together.forEach(each -> complete(each, null));
        } catch (IOException | RuntimeException e) {
            untold.addAndGet(gap);
            fail(together, e);
        }
    }

    /** Notes come before all that has come in: that a chain begins, and that lines are missing. */
    private List<Waiting> withNotes(List<Waiting> together, long gap) {
        List<Waiting> all = new ArrayList<>();
        if (last.sequence() == 0) {
            all.add(note(AuditEntry.of(AuditEvent.CHAIN_BEGUN).with("chain", chain)));
        }
        if (failing || gap > 0) {
            all.add(note(AuditEntry.of(AuditEvent.AUDIT_RESUMED).with("lost", gap)));
        }
        all.addAll(together);
        return all;
    }

    private Waiting note(AuditEntry entry) {
        return new Waiting(clock.instant(), entry, null);
    }

    /** Somebody has moved the file: the chain goes on in another one. */
    private void moveOn() throws IOException {
        file.force();
        AuditFile next = file.openAnew();
        file.close();
        file = next;
        LOG.info(() -> "the audit log of " + node + " goes on in a new file, behind line " + last);
    }

    private void succeeded(AuditCheckpoint end) {
        if (failing) {
            LOG.info(() -> "the audit log " + file + " can be written again");
        }
        failing = false;
        written.addAndGet(end.sequence() - last.sequence());
        last = end;
        if (!required && forceAt == null) {
            forceAt = Deadline.in(PAUSE);
        }
    }

    private void fail(List<Waiting> together, Exception cause) {
        if (!failing) {
            String reason = cause instanceof IOException e ? PrivateFiles.reason(e) : cause.toString();
            LOG.log(
                    Level.WARNING,
                    cause,
                    () -> "the audit log " + file + " cannot be written: " + reason + "; "
                            + (required ? "nothing is delivered until it can" : "what happens until it can is lost"));
        }
        failing = true;
        together.forEach(each -> complete(each, unavailable()));
    }

    private void complete(Waiting waiting, @Nullable RequestException failure) {
        if (waiting.recorded() == null) {
            if (failure != null) {
                lose(1);
            }
        } else if (failure == null) {
            waiting.recorded().complete(null);
        } else {
            waiting.recorded().completeExceptionally(failure);
        }
    }

    private void forceIfDue() {
        if (forceAt != null && forceAt.isOver()) {
            forceAt = null;
            try {
                file.force();
            } catch (IOException e) {
                fail(List.of(), e);
            }
        }
    }

    private void end() {
        try {
            file.force();
            file.close();
        } catch (IOException e) {
            LOG.log(Level.WARNING, e, () -> "the audit log " + file + " cannot be closed: " + PrivateFiles.reason(e));
        }
        ended = true;
        drain();
    }

    private void drain() {
        List<Waiting> late = new ArrayList<>();
        queue.drainTo(late);
        late.forEach(each -> complete(each, unavailable()));
    }

    /** Writes what has come in, with a last line, and ends. Closing again does nothing. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        closing.countDown();
        boolean told = false;
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                if (!told) {
                    queue.put(note(AuditEntry.of(AuditEvent.NODE_STOPPED)));
                    told = true;
                }
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
