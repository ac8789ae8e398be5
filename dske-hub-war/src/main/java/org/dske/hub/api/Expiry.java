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

    Expiry(KeyShares shares, PeerClients clients) {
        this.erasers = List.of(shares::expire, clients::expire);
    }

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
