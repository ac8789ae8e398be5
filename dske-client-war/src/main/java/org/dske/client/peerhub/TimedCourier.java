package org.dske.client.peerhub;

import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.dske.protocol.RegistrationResponse;
import org.dske.psrd.Block;
import org.dske.psrd.PoolOwner;

/** Calls the hub out of band, in a thread that exchanges which wait for a refill cannot take. */
final class TimedCourier implements Courier, AutoCloseable {
    private static final Duration TIME_TO_TAKE_LEAVE = Duration.ofSeconds(1);

    private final OutOfBand outOfBand;
    private final TimedCalls calls;
    private final Duration limit;

    /**
     * A courier.
     *
     * @param outOfBand the hub
     * @param calls runs the calls
     * @param limit how long one may take
     */
    TimedCourier(OutOfBand outOfBand, TimedCalls calls, Duration limit) {
        this.outOfBand = outOfBand;
        this.calls = calls;
        this.limit = limit;
    }

    @Override
    public RegistrationResponse register(Set<UUID> knownBlocks) {
        return calls.start(() -> outOfBand.register(knownBlocks), limit).join();
    }

    @Override
    public Block fetch(PoolOwner owner, int size) {
        return calls.start(() -> outOfBand.fetch(owner, size), limit).join();
    }

    /** Unregisters; done when the hub has answered, or has had its time. */
    CompletableFuture<Void> takeLeave() {
        return calls.start(
                        () -> {
                            outOfBand.unregister();
                            return true;
                        },
                        TIME_TO_TAKE_LEAVE)
                // A hub that is away drops the blocks when the client registers anew.
                .handle((answered, failure) -> null);
    }

    @Override
    public void close() {
        calls.close();
    }
}
