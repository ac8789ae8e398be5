package org.dske.client.psrd;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Supplier;
import org.dske.key.NodeName;
import org.dske.psrd.OwnPool;
import org.dske.psrd.Pool;
import org.dske.psrd.PoolOwner;
import org.dske.psrd.Refill;
import org.dske.signature.Suites;
import org.dske.time.Deadline;
import org.dske.time.Delay;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a client registered with a hub and the two pools that they share filled, in the background: whoever finds a need starts a
 * round of work. Safe for concurrent use.
 *
 * <p>After any failure the next round begins with a registration that tells the hub which blocks the client holds. So what a lost
 * answer left behind at the hub (a block that the client never got) is dropped before the hub uses it, and a hub that came back
 * without its memory is supplied anew.
 */
public final class PoolReplenisher {
    private static final Duration BETWEEN_HINTS = Duration.ofMillis(250);

    private final OutOfBandClient client;
    private final ReplenisherSettings settings;
    private final RetryLoop loop;
    private volatile List<Pool> pools = List.of();
    // All that follows is guarded by the lock of the loop.
    private final Registration registration;
    private final BlockFetcher blocks;
    private final RateLimiter hints = new RateLimiter(1, BETWEEN_HINTS);

    /** A replenisher that has not started. */
    public PoolReplenisher(
            NodeName hub,
            OutOfBandClient client,
            Suites suites,
            ReplenisherSettings settings,
            ScheduledExecutorService scheduler) {
        this.client = client;
        this.settings = settings;
        this.loop = new RetryLoop(new Round(), settings.retryMin(), settings.retryMax(), scheduler);
        this.registration = new Registration(hub, client, suites, loop);
        this.blocks = new BlockFetcher(client, settings, loop, registration);
    }

    /** What a round does. */
    private final class Round implements RetryLoop.Work {
        @Override
        public @Nullable Supplier<CompletableFuture<?>> nextStep() {
            return registration.isDue() ? () -> registration.register(pools) : blocks.nextStep(pools);
        }

        @Override
        public void succeeded() {
            registration.recovered();
        }

        @Override
        public void failed(String why) {
            registration.failed(why);
        }

        /** Tells those who wait that no block is on its way. */
        @Override
        public void ended() {
            pools.forEach(Pool::refillEnded);
        }
    }

    /** What the pool of an owner asks for its blocks. */
    public Refill refillOf(PoolOwner owner) {
        return new Refill() {
            @Override
            public void request(long bytes) {
                want(owner, bytes);
            }

            @Override
            public boolean isUnderWay() {
                return loop.isUnderWay();
            }
        };
    }

    /** Starts to keep these pools filled. */
    public void start(Collection<? extends Pool> supplied) {
        loop.locked(() -> {
            pools = List.copyOf(supplied);
            loop.start();
        });
    }

    /** What there is to see of the registration. */
    public RegistrationStatus status() {
        return loop.look(registration::status);
    }

    /** How often the client has registered with the hub. */
    public long registrations() {
        return loop.look(registration::count);
    }

    /** Whether the client is registered and no pool is low, so that the next exchange waits for nothing. */
    public boolean isReady() {
        return loop.look(() ->
                registration.isSettled() && !loop.isStopped() && pools.stream().noneMatch(Pool::isLow));
    }

    /**
     * Whether the hub lost its memory less than this time ago, as far as this client could see: it held none of the client's
     * blocks, though there were some. Then it may not know others who have not noticed yet.
     */
    public boolean hasLostItsMemory(Duration within) {
        return loop.look(() -> registration.hasLostItsMemory(within));
    }

    /** The hub has answered an exchange. */
    public void heard() {
        loop.locked(registration::heard);
    }

    /** An exchange got no answer, so the hub may have been away: makes sure of it in a while. */
    void suspect(String why) {
        loop.locked(() -> {
            boolean first = !registration.isInDoubt();
            registration.failed(why);
            if (first) {
                loop.scheduleIfIdle();
            }
        });
    }

    /**
     * An unsigned answer hints that the hub does not know this client's blocks. Anybody can send such an answer, so it is acted on
     * at a limited rate, and the worst it can do is a registration.
     */
    void hintForgotten() {
        hinted(registration::doubt);
    }

    /**
     * The hub has said, signed, that bytes are used which this client named: no more of its own pool is used until a registration
     * has settled how far it is used.
     */
    void reportUsed() {
        loop.locked(() -> {
            stopOwn();
            loop.startIfIdle();
        });
    }

    /** An unsigned answer hints that bytes are used which this client named: as {@link #hintForgotten}. */
    void hintUsed() {
        hinted(this::stopOwn);
    }

    private void stopOwn() {
        pools.forEach(pool -> {
            if (pool instanceof OwnPool own) {
                own.stop();
            }
        });
        registration.doubt();
    }

    /** The hub has said, signed, that its own pool lacks so many bytes. It may lie: what it gets is bounded. */
    void reportDry(long missing) {
        want(PoolOwner.HUB, Math.max(1, Math.min(missing, settings.mostNeeded())));
    }

    /** An unsigned answer hints that the hub's own pool has run dry: acted on at a limited rate, by one block. */
    void hintDry(long missing) {
        hinted(() -> blocks.need(PoolOwner.HUB, Math.max(1, Math.min(missing, settings.blockSize()))));
    }

    private void hinted(Runnable need) {
        loop.locked(() -> {
            if (loop.canStart() && hints.admits(1)) {
                need.run();
                loop.start();
            }
        });
    }

    /** Waits until a hint may be acted on, or the deadline is over. */
    CompletableFuture<Void> whenHintsAreAdmitted(Deadline deadline) {
        return Delay.of(loop.look(hints::opens).earlier(deadline).left());
    }

    /**
     * Waits until no round is under way, nor due because of a doubt.
     *
     * @param deadline when there is an end to the wait
     * @return whether the client is registered, and its blocks are those of the hub
     */
    CompletableFuture<Boolean> whenSettled(Deadline deadline) {
        return loop.whenEnded(deadline, registration::isInDoubt)
                .thenApply(ended -> ended && loop.look(registration::isSettled));
    }

    private void want(PoolOwner owner, long bytes) {
        loop.locked(() -> {
            blocks.need(owner, bytes);
            loop.startIfIdle();
        });
    }

    /**
     * Makes sure that the hub is there and knows this client, by a registration, if it answered nothing since the last time. A hub
     * that was busy is left alone: what is under way might name blocks that a registration drops.
     */
    public void check() {
        loop.locked(() -> {
            if (registration.wasSilent()) {
                loop.startIfIdle();
            }
        });
    }

    /**
     * Does no more: a round that is under way ends after its step, and none begins. The hub is told, and keeps nothing of this
     * client then; done when the hub has answered, or has had its time.
     */
    public CompletableFuture<Void> stop() {
        loop.stop();
        // A hub that is away drops the blocks when the client registers anew.
        return client.unregister().exceptionally(failure -> null);
    }
}
