package org.dske.hub.api;

import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.dske.hub.client.PeerClients;
import org.dske.hub.keyshare.KeyShares;
import org.jspecify.annotations.Nullable;

/** Erases what a hub is not to have any more, again and again, so that it is gone even if nobody asks for it. */
final class Expiry implements AutoCloseable {
    private static final long SECONDS = 5;

    private final List<Runnable> erasers;
    private @Nullable ScheduledFuture<?> task;

    /**
     * The expiry of a hub, not started yet.
     *
     * @param shares the shares, which end
     * @param clients the PSRD shared with them, of which lost messages leave something
     */
    Expiry(KeyShares shares, PeerClients clients) {
        this.erasers = List.of(shares::expire, clients::expire);
    }

    /**
     * Starts to erase.
     *
     * @param scheduler who runs it
     */
    synchronized void start(ScheduledExecutorService scheduler) {
        task = scheduler.scheduleWithFixedDelay(
                () -> erasers.forEach(Runnable::run), SECONDS, SECONDS, TimeUnit.SECONDS);
    }

    /** Ends it. */
    @Override
    public synchronized void close() {
        if (task != null) {
            task.cancel(false);
        }
    }
}
