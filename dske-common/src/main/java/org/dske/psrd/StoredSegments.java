package org.dske.psrd;

import java.time.Duration;
import java.util.Collection;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.dske.ledger.SegmentStore;
import org.dske.ledger.StoreException;
import org.dske.secret.SecretBytes;
import org.jspecify.annotations.Nullable;

/**
 * Moves a pool's bytes out of its store: one thing at a time of each block, so that a block always knows what is stored. The store is
 * asked without the pool's lock, and what comes of it goes into the block with the lock. Whoever waits for the pool is woken then.
 */
final class StoredSegments {
    /** How long a message waits for the store at most. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final String pool;
    private final SegmentStore store;
    private final ReentrantLock lock;
    private final Runnable changed;

    // What follows is guarded by the lock.
    private int underWay;
    private long failures;
    private @Nullable Throwable failure;

    /**
     * Bytes of a block that are to be out of the store.
     *
     * @param block the block
     * @param before index behind the last of them
     */
    record Demand(PooledBlock block, int before) {
        /** The number of stored bytes before the index. */
        int bytes() {
            return Math.max(0, before - block.storedFrom());
        }
    }

    StoredSegments(String pool, SegmentStore store, ReentrantLock lock, Runnable changed) {
        this.pool = pool;
        this.store = store;
        this.lock = lock;
        this.changed = changed;
    }

    /** Whether the store is at something. With the lock. */
    boolean isUnderWay() {
        return underWay > 0;
    }

    /** How often the store did not do what it was asked for. With the lock. */
    long failures() {
        return failures;
    }

    /** What those are told who wait for bytes that are still stored. With the lock. */
    StoreException unavailable() {
        return unavailable(failure == null ? new TimeoutException("it takes too long") : failure);
    }

    /** Takes segments out of the store into memory, so that none of the bytes are stored that are asked for. */
    CompletableFuture<Void> takeOut(Collection<Demand> demands) {
        return CompletableFuture.allOf(demands.stream().map(this::takeOut).toArray(CompletableFuture<?>[]::new));
    }

    /** The same in the background: a failure is seen in {@link #failures()}. */
    void beginToTakeOut(Collection<Demand> demands) {
        demands.forEach(demand -> {
            var unused = takeOut(demand);
        });
    }

    CompletableFuture<Void> takeOut(Demand demand) {
        PooledBlock block = demand.block();
        return inTurn(
                demand,
                () -> store.takeOut(block.uuid(), demand.before()).thenApply(bytes -> () -> block.takeIn(bytes)));
    }

    /** Erases stored segments unread that end where the bytes end, or before. */
    CompletableFuture<Void> discard(Demand demand) {
        PooledBlock block = demand.block();
        return inTurn(
                demand,
                () -> store.discard(block.uuid(), demand.before())
                        .thenApply(nothing -> () -> block.discarded(demand.before())));
    }

    /** A copy of stored bytes; none if they are not there any more. */
    SecretBytes read(PooledBlock block, int from, int to) {
        return await(store.read(block.uuid(), from, to));
    }

    /** Waits for the store. Without the lock. */
    <T> T await(CompletableFuture<T> future) {
        try {
            return future.get(PATIENCE.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            throw unavailable(e);
        } catch (TimeoutException e) {
            throw unavailable(new TimeoutException("it takes too long"));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unavailable(e);
        }
    }

    private StoreException unavailable(Throwable why) {
        Throwable cause = cause(why);
        return new StoreException("the store of PSRD pool " + pool + " fails: " + cause.getMessage(), cause);
    }

    private static Throwable cause(Throwable failure) {
        Throwable cause = failure;
        while ((cause instanceof CompletionException || cause instanceof ExecutionException)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }

    /** Does something with a block behind what the store is doing with it, if there is still something to do then. */
    private CompletableFuture<Void> inTurn(Demand demand, Supplier<CompletableFuture<Runnable>> work) {
        PooledBlock block = demand.block();
        CompletableFuture<Void> done = new CompletableFuture<>();
        CompletableFuture<Void> before;
        lock.lock();
        try {
            if (demand.bytes() == 0) {
                return CompletableFuture.completedFuture(null);
            }
            before = block.underWay();
            if (before == null) {
                block.begin(done, block.endOfSegment(demand.before() - 1));
                underWay++;
            }
        } finally {
            lock.unlock();
        }
        if (before != null) {
            return before.exceptionally(itsFailure -> null).thenCompose(nothing -> inTurn(demand, work));
        }
        return CompletableFuture.completedFuture(null)
                .thenCompose(nothing -> work.get())
                .handle((install, failed) -> ended(block, install, failed))
                .thenCompose(why -> {
                    if (why == null) {
                        done.complete(null);
                    } else {
                        done.completeExceptionally(why);
                    }
                    return done;
                });
    }

    /** Takes note of what came of it, and says why it failed; null if it did not. */
    private @Nullable Throwable ended(PooledBlock block, @Nullable Runnable install, @Nullable Throwable failed) {
        lock.lock();
        try {
            underWay--;
            block.end();
            failure = install == null ? cause(Objects.requireNonNull(failed)) : failureOf(install);
            if (failure != null) {
                failures++;
            }
            changed.run();
            return failure;
        } finally {
            lock.unlock();
        }
    }

    private static @Nullable Throwable failureOf(Runnable install) {
        try {
            install.run();
            return null;
        } catch (IllegalStateException e) {
            return e;
        }
    }
}
