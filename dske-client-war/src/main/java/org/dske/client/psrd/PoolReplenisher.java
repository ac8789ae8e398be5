package org.dske.client.psrd;

import java.time.Duration;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.logging.Logger;
import org.dske.client.transport.HubException;
import org.dske.key.NodeName;
import org.dske.protocol.RegistrationResponse;
import org.dske.psrd.OwnPool;
import org.dske.psrd.Pool;
import org.dske.psrd.PoolOwner;
import org.dske.psrd.Refill;
import org.dske.signature.ClassicSuite;
import org.dske.signature.SignatureSuite;
import org.dske.signature.Suites;
import org.dske.time.Deadline;
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
    private static final Logger LOG = Logger.getLogger(PoolReplenisher.class.getName());
    private static final Duration BETWEEN_HINTS = Duration.ofMillis(250);
    /** What a hub may make a client fetch and not use: enough for some restarts, and then little. */
    private static final long MOST_WASTED = 32L * 1_048_576;

    private static final Duration WASTE_FORGOTTEN = Duration.ofSeconds(150);

    private final NodeName hub;
    private final OutOfBandClient client;
    private final Suites suites;
    private final ReplenisherSettings settings;
    private final RetryLoop loop;
    private volatile List<Pool> pools = List.of();
    // All that follows is guarded by the lock of the loop.
    private final RegistrationState registration;
    private final RateLimiter hints = new RateLimiter(1, BETWEEN_HINTS);
    private final RateLimiter waste = new RateLimiter(MOST_WASTED, WASTE_FORGOTTEN);
    /** Bytes that somebody lacks, who knows of all others that lack some. */
    private final Map<PoolOwner, Long> needs = new EnumMap<>(PoolOwner.class);
    /** What each pool had used in all when the last block was asked for. */
    private final Map<PoolOwner, Long> used = new EnumMap<>(PoolOwner.class);

    /**
     * A replenisher that has not started.
     *
     * @param hub the hub
     * @param client calls it
     * @param suites those that the client offers
     * @param settings sizes and delays
     * @param scheduler starts the rounds
     */
    public PoolReplenisher(
            NodeName hub,
            OutOfBandClient client,
            Suites suites,
            ReplenisherSettings settings,
            ScheduledExecutorService scheduler) {
        this.hub = hub;
        this.client = client;
        this.suites = suites;
        this.settings = settings;
        this.registration = new RegistrationState(hub);
        this.loop = new RetryLoop(new Round(), settings.retryMin(), settings.retryMax(), scheduler);
    }

    /**
     * What one of the pools asks for its blocks.
     *
     * @param owner the pool's owner
     * @return its refill
     */
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

    /**
     * Starts to keep pools filled.
     *
     * @param supplied the pools
     */
    public void start(Collection<? extends Pool> supplied) {
        loop.locked(() -> {
            pools = List.copyOf(supplied);
            loop.start();
        });
    }

    /**
     * What there is to see of the registration.
     *
     * @return a snapshot
     */
    public RegistrationStatus status() {
        return loop.look(registration::status);
    }

    /**
     * How often the client has registered with the hub.
     *
     * @return a number that grows
     */
    public long registrations() {
        return loop.look(registration::registrations);
    }

    /**
     * Whether the client is registered and no pool is low.
     *
     * @return true if the next exchange waits for nothing
     */
    public boolean isReady() {
        return loop.look(() ->
                registration.isSettled() && !loop.isStopped() && pools.stream().noneMatch(Pool::isLow));
    }

    /**
     * An exchange got no answer, so the hub may have been away: makes sure of it in a while.
     *
     * @param why why there was no answer
     */
    public void suspect(String why) {
        loop.locked(() -> {
            boolean first = !registration.isInDoubt();
            registration.failed(why);
            if (first) {
                loop.scheduleIfIdle();
            }
        });
    }

    /**
     * An unsigned answer hints that the hub does not know this client's blocks. Anybody can send such an answer, so it is
     * acted on at a limited rate, and the worst it can do is a registration.
     */
    public void hintForgotten() {
        hinted(registration::doubt);
    }

    /**
     * The hub has said, signed, that bytes are used which this client named: no more of its own pool is used until a registration has
     * settled how far it is used.
     */
    public void reportUsed() {
        loop.locked(() -> {
            stopOwn();
            loop.startIfIdle();
        });
    }

    /**
     * An unsigned answer hints that bytes are used which this client named. Anybody can send such an answer, so it is acted on at a
     * limited rate, and the worst it can do is a registration.
     */
    public void hintUsed() {
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

    /**
     * The hub has said, signed, that its own pool has run dry. It may lie: what it gets is bounded.
     *
     * @param missing how many bytes are missing
     */
    public void reportDry(long missing) {
        want(PoolOwner.HUB, Math.max(1, Math.min(missing, settings.mostNeeded())));
    }

    /**
     * An unsigned answer hints that the hub's own pool has run dry: acted on at a limited rate, by one block.
     *
     * @param missing how many bytes are said to be missing
     */
    public void hintDry(long missing) {
        long bytes = Math.max(1, Math.min(missing, settings.blockSize()));
        hinted(() -> needs.merge(PoolOwner.HUB, bytes, Math::max));
    }

    /**
     * Waits until a hint may be acted on.
     *
     * @param deadline when there is an end to the wait
     * @return done then
     */
    public CompletableFuture<Void> whenHintsAreHeard(Deadline deadline) {
        Deadline open = loop.look(hints::opens);
        long nanos = (open.isBefore(deadline) ? open : deadline).nanosLeft();
        return new CompletableFuture<Void>().completeOnTimeout(null, nanos, TimeUnit.NANOSECONDS);
    }

    /**
     * Waits until no round is under way, nor due because of a doubt.
     *
     * @param deadline when there is an end to the wait
     * @return whether the client is registered, and its blocks are those of the hub
     */
    public CompletableFuture<Boolean> whenSettled(Deadline deadline) {
        return loop.whenEnded(deadline, registration::isInDoubt)
                .thenApply(ended -> ended && loop.look(registration::isSettled));
    }

    /** The hub has answered an exchange. */
    public void heard() {
        loop.locked(registration::heard);
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
     * Whether the hub lost its memory not long ago, as far as this client could see. Then it may not know others who have not
     * noticed yet.
     *
     * @param limit what is not long
     * @return whether it held none of the client's blocks, though there were some
     */
    public boolean hasLostItsMemory(Duration limit) {
        return loop.look(() -> registration.hasLostItsMemory(limit));
    }

    /**
     * Does no more: a round that is under way ends after its step, and none begins. The hub is told, and keeps nothing of this client
     * then.
     *
     * @return done when the hub has answered, or has had its time
     */
    public CompletableFuture<Void> stop() {
        loop.stop();
        // A hub that is away drops the blocks when the client registers anew.
        return client.unregister().exceptionally(failure -> null);
    }

    private void want(PoolOwner owner, long bytes) {
        loop.locked(() -> {
            needs.merge(owner, bytes, Math::max);
            loop.startIfIdle();
        });
    }

    private void hinted(Runnable need) {
        loop.locked(() -> {
            if (loop.canStart() && hints.admits(1)) {
                need.run();
                loop.start();
            }
        });
    }

    /** What a round does. */
    private final class Round implements RetryLoop.Work {
        @Override
        public @Nullable Supplier<CompletableFuture<?>> nextStep() {
            if (registration.isRegistrationDue()) {
                return this::register;
            }
            for (Pool pool : pools) {
                long missing = needs.getOrDefault(pool.owner(), 0L);
                if (missing > 0 || pool.isLow()) {
                    return isOverfull(pool, missing) ? () -> beginAnew(pool) : () -> fill(pool, missing);
                }
            }
            return null;
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

        private CompletableFuture<Void> register() {
            Set<UUID> known = new HashSet<>();
            Map<UUID, Integer> marks = new HashMap<>();
            pools.forEach(pool -> {
                known.addAll(pool.blockUuids());
                marks.putAll(pool.marks());
            });
            return client.register(known, marks).thenAccept(answer -> registered(known, answer));
        }

        /** Drops the blocks that the hub does not hold. */
        private void registered(Set<UUID> known, RegistrationResponse answer) {
            if (!answer.hubName().equals(hub.name())) {
                throw HubException.of(
                        HubException.Kind.NO_ANSWER, "the hub at this URL calls itself " + answer.hubName());
            }
            // A hub that does not say which blocks it knows may know none.
            List<UUID> kept = answer.knownBlocks() == null ? List.of() : answer.knownBlocks();
            pools.forEach(pool -> {
                pool.retain(kept);
                settle(pool, answer);
            });
            String picked = answer.suite() == null ? ClassicSuite.NAME : answer.suite();
            SignatureSuite suite = suites.find(picked).orElse(null);
            boolean memoryWasLost = answer.knownBlocks() != null && kept.isEmpty() && !known.isEmpty();
            loop.locked(() -> registration.registered(suite, memoryWasLost));
            if (suite == null) {
                throw HubException.of(
                        HubException.Kind.NO_ANSWER,
                        "it speaks none of the suites that are accepted here: " + String.join(", ", suites.words()));
            }
        }

        /** A hub that says nothing of marks settles nothing: then what may have been used is not used at all. */
        private void settle(Pool pool, RegistrationResponse answer) {
            if (answer.marks() == null && pool instanceof OwnPool own && own.isStopped()) {
                own.retain(List.of());
            }
            pool.settle(answer.marksByBlock());
        }

        /**
         * Whether a pool of the hub's would hold more with another block than the hub can have lost: then it says more often than it
         * is true that it lacks bytes, or all that it sends gets lost.
         */
        private boolean isOverfull(Pool pool, long missing) {
            return pool.owner() == PoolOwner.HUB && pool.remaining() + size(missing) > settings.mostUnused();
        }

        /** Drops all that a pool holds; so does the hub at the registration that follows. */
        private CompletableFuture<Void> beginAnew(Pool pool) {
            pool.retain(List.of());
            loop.locked(registration::doubt);
            LOG.fine(() -> "pool " + pool.name() + " begins anew");
            return CompletableFuture.completedFuture(null);
        }

        /** The size of the next block: the usual one, or more if more bytes are missing. */
        private int size(long missing) {
            return (int) Math.min(Math.max(settings.blockSize(), missing), settings.largestBlock());
        }

        /** A block takes the place of bytes that were used, or of so few that were not that a hub has no use of saying otherwise. */
        private void requireUse(Pool pool, int size) {
            boolean admitted = loop.look(() -> {
                Long before = used.put(pool.owner(), pool.used());
                long unused = size - (pool.used() - (before == null ? 0 : before));
                return unused <= 0 || waste.admits(Math.min(unused, MOST_WASTED));
            });
            if (!admitted) {
                throw HubException.of(HubException.Kind.NO_ANSWER, "it wants more PSRD than is used, again and again");
            }
        }

        /** What was asked for while the block was on its way stays a need, if it is more. */
        private CompletableFuture<Void> fill(Pool pool, long missing) {
            int size = size(missing);
            requireUse(pool, size);
            return client.fetch(pool.owner(), size).thenAccept(block -> {
                pool.add(block);
                LOG.fine(() -> "pool " + pool.name() + " got " + size + " bytes");
                loop.locked(
                        () -> needs.computeIfPresent(pool.owner(), (owner, bytes) -> bytes > missing ? bytes : null));
            });
        }
    }
}
