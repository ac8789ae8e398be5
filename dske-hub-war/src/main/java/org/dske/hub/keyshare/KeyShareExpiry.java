package org.dske.hub.keyshare;

import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Erases shares whose time is over, again and again, so that they are gone even if nobody asks for them. */
public final class KeyShareExpiry implements AutoCloseable {
    private static final long SECONDS = 5;

    private final KeyShares shares;
    private @Nullable ScheduledFuture<?> task;

    /**
     * The expiry of a hub's shares, not started yet.
     *
     * @param shares the shares
     */
    public KeyShareExpiry(KeyShares shares) {
        this.shares = shares;
    }

    /**
     * Starts to erase.
     *
     * @param scheduler who runs it
     */
    public synchronized void start(ScheduledExecutorService scheduler) {
        task = scheduler.scheduleWithFixedDelay(shares::expire, SECONDS, SECONDS, TimeUnit.SECONDS);
    }

    /** Ends it. */
    @Override
    public synchronized void close() {
        if (task != null) {
            task.cancel(false);
        }
    }
}
