package org.dske.random;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.logging.Logger;
import org.dske.time.Deadline;
import org.jspecify.annotations.Nullable;

/**
 * A noise source that is read from a file, such as a QRNG. It is tested before it is used for the first time, and all the time from then
 * on; what fails, nobody gets, nor what came just before it. A device that has failed is opened anew after a while, and tested as at the start.
 * Source: NIST SP 800-90B, 4.3 and 4.4.
 *
 * <p>Safe for concurrent use. A thread of its own reads ahead, a few blocks.
 */
public final class RandomDevice implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(RandomDevice.class.getName());
    private static final int BLOCK = AdaptiveProportionTest.WINDOW;
    /** Blocks that are tested before the first is used: 1024 samples at least. */
    private static final int START_UP_BLOCKS = 8;

    private static final int MOST_AHEAD = 16;
    private static final String SILENT = "is silent";

    private final Path file;
    private final double entropy;
    private final Duration patience;
    private final Duration pause;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    /** Tested, and so is what came after it. */
    private final Deque<byte[]> blocks = new ArrayDeque<>();

    private final Thread reader;
    private int used;
    private @Nullable String failure;
    private boolean closed;

    /**
     * A device, which is opened at once, and read in the background.
     *
     * @param file the device
     * @param entropy the min-entropy of each of its bytes in bits that is claimed, more than 0, at most 8
     * @param patience for how long it may be silent
     * @param pause after a failure, until it is opened anew
     * @param threads makes the thread that reads it
     */
    public RandomDevice(Path file, double entropy, Duration patience, Duration pause, ThreadFactory threads) {
        if (!(entropy > 0 && entropy <= Byte.SIZE)) {
            throw new IllegalArgumentException("a byte has more than 0 bits of entropy, and 8 at most");
        }
        this.file = file;
        this.entropy = entropy;
        this.patience = patience;
        this.pause = pause;
        this.reader = threads.newThread(this::run);
        reader.start();
    }

    /**
     * Fills an array. Each byte is given out once.
     *
     * @throws RandomnessException if the device fails its tests, is silent or has ended; then nothing of the array may be used
     */
    public void fill(byte[] bytes) {
        Deadline deadline = Deadline.in(patience);
        lock.lock();
        try {
            for (int filled = 0; filled < bytes.length; ) {
                byte[] block = blocks.peek();
                if (block == null) {
                    await(deadline);
                    deadline = Deadline.in(patience);
                    continue;
                }
                int part = Math.min(bytes.length - filled, BLOCK - used);
                System.arraycopy(block, used, bytes, filled, part);
                Arrays.fill(block, used, used + part, (byte) 0);
                filled += part;
                used += part;
                if (used == BLOCK) {
                    used = 0;
                    blocks.remove();
                    changed.signalAll();
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /** Waits for a block. */
    private void await(Deadline deadline) {
        while (blocks.isEmpty()) {
            if (failure != null || closed) {
                throw new RandomnessException(this + " " + (closed ? "is closed" : failure));
            }
            long nanos = deadline.nanosLeft();
            if (nanos == 0) {
                alarm(SILENT);
                continue;
            }
            try {
                long left = changed.awaitNanos(nanos);
                assert left <= nanos;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new RandomnessException("interrupted while waiting for " + this);
            }
        }
    }

    /** {@return what is wrong with the device, to complete the sentence "it ..."; nothing if it works, or has just been opened} */
    public Optional<String> failure() {
        lock.lock();
        try {
            return Optional.ofNullable(failure);
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        while (!isClosed()) {
            String why = read();
            fail(why);
            if (!pause()) {
                return;
            }
        }
    }

    private boolean isClosed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    /** Reads until something is wrong, and says what. */
    private String read() {
        List<HealthTest> tests = List.of(
                new RepetitionCountTest(entropy), new AdaptiveProportionTest(entropy), new RecurrenceTest(entropy));
        byte[] before = new byte[0];
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            for (int number = 0; ; number++) {
                byte[] block = new byte[BLOCK];
                ByteBuffer rest = ByteBuffer.wrap(block);
                while (rest.hasRemaining()) {
                    if (channel.read(rest) < 0) {
                        return "has ended";
                    }
                }
                for (byte sample : block) {
                    for (HealthTest test : tests) {
                        if (!test.passes(sample)) {
                            return test.failure();
                        }
                    }
                }
                if (number > START_UP_BLOCKS && !offer(before)) {
                    return "is closed";
                }
                before = block;
            }
        } catch (IOException e) {
            return "cannot be read (" + e.getClass().getSimpleName() + ")";
        }
    }

    /** Hands a block on, when there is room. */
    private boolean offer(byte[] block) {
        lock.lock();
        try {
            while (blocks.size() >= MOST_AHEAD && !closed) {
                changed.await();
            }
            if (failure != null && !closed) {
                failure = null;
                LOG.warning(() -> this + " works again");
            }
            blocks.add(block);
            changed.signalAll();
            return !closed;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }

    private void fail(String why) {
        lock.lock();
        try {
            blocks.forEach(block -> Arrays.fill(block, (byte) 0));
            blocks.clear();
            used = 0;
            if (!closed) {
                alarm(why);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Says once what is wrong, and has all fail until the device works. With the lock. */
    private void alarm(String why) {
        if (!why.equals(failure)) {
            LOG.severe(() -> "ALARM: " + this + " " + why + ": nothing is made without it");
        }
        failure = why;
        changed.signalAll();
    }

    /** Whether there is to be another attempt. */
    private boolean pause() {
        Deadline deadline = Deadline.in(pause);
        lock.lock();
        try {
            for (long nanos = deadline.nanosLeft(); nanos > 0 && !closed; nanos = deadline.nanosLeft()) {
                long left = changed.awaitNanos(nanos);
                assert left <= nanos;
            }
            return !closed;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }

    /** Reads no more, and wipes what was read. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        // Ends a read that waits for the device.
        reader.interrupt();
    }

    /** The device, for people. */
    @Override
    public String toString() {
        return "the random device " + file;
    }
}
