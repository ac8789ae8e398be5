package org.dske.client.psrd;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Supplier;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.dske.auditlog.AuditLog;
import org.dske.client.transport.HubException;
import org.dske.key.NodeName;
import org.dske.ledger.PeerIncarnations;
import org.dske.ledger.PoolOwner;
import org.dske.psrd.OwnPool;
import org.dske.psrd.Pool;
import org.dske.psrd.Refill;
import org.dske.signature.SigningKey;
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
    /** How often a hub that a courier supplies is made sure of: that costs PSRD. */
    private static final Duration BETWEEN_SIGNED_CHECKS = Duration.ofMinutes(10);

    private static final Logger LOG = Logger.getLogger(PoolReplenisher.class.getName());

    private final NodeName hub;
    private final RegistrationClient client;
    private final boolean fetches;
    private final RetryLoop loop;
    private volatile List<Pool> pools = List.of();
    // All that follows is guarded by the lock of the loop.
    private final Registration registration;
    private final BlockFetcher blocks;
    private final Recovery recovery;
    /**
     * The blocks of packages with which the client has not registered yet. If the hub does not know what there was before, since it has taken
     * the client out, or has lost its store, then these are what is left.
     */
    private Set<UUID> fresh = Set.of();

    private Deadline signedCheck = Deadline.in(BETWEEN_SIGNED_CHECKS);

    /** A replenisher that has not started, of a hub that hands out PSRD out of band. */
    public PoolReplenisher(
            NodeName hub,
            OutOfBandClient client,
            PeerIncarnations incarnations,
            Suites suites,
            ReplenisherSettings settings,
            AuditLog audit,
            ScheduledExecutorService scheduler) {
        this(hub, client, Optional.of(client), incarnations, suites, settings, audit, scheduler);
    }

    /** One of a hub whose PSRD comes by courier alone. */
    public PoolReplenisher(
            NodeName hub,
            SignedRegistrationClient client,
            PeerIncarnations incarnations,
            Suites suites,
            ReplenisherSettings settings,
            AuditLog audit,
            ScheduledExecutorService scheduler) {
        this(hub, client, Optional.empty(), incarnations, suites, settings, audit, scheduler);
    }

    private PoolReplenisher(
            NodeName hub,
            RegistrationClient client,
            Optional<OutOfBandClient> source,
            PeerIncarnations incarnations,
            Suites suites,
            ReplenisherSettings settings,
            AuditLog audit,
            ScheduledExecutorService scheduler) {
        this.hub = hub;
        this.client = client;
        this.fetches = source.isPresent();
        this.loop = new RetryLoop(new Round(), settings.retryMin(), settings.retryMax(), scheduler);
        this.registration = new Registration(hub, client, incarnations, suites, loop, audit);
        this.blocks = new BlockFetcher(hub, source, settings, loop, registration, audit);
        this.recovery = new Recovery(loop, registration, blocks, settings, this::stopOwn);
    }

    /** What a round does. */
    private final class Round implements RetryLoop.Work {
        @Override
        public @Nullable Supplier<CompletableFuture<?>> nextStep() {
            if (!registration.isInDoubt()) {
                fresh = Set.of();
            }
            return registration.isDue() ? () -> registration.register(pools) : blocks.nextStep(pools);
        }

        @Override
        public void succeeded() {
            registration.recovered();
        }

        @Override
        public void failed(HubException why) {
            registration.failed(why);
            if (why.kind() == HubException.Kind.FORGOTTEN && !fresh.isEmpty()) {
                LOG.warning(() -> "hub " + hub
                        + " does not know what this client shared with it before the package that has come:"
                        + " that is thrown away");
                for (Pool pool : pools) {
                    // What fails is done with the next block that is dropped.
                    var unused = pool.retain(fresh);
                }
                client.beginAnew();
                fresh = Set.of();
            }
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
                loop.locked(() -> {
                    blocks.need(owner, bytes);
                    if (fetches || registration.isDue()) {
                        loop.startIfIdle();
                    }
                });
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

    /** Whether the client is registered and no pool is low, if it can do anything about that: so that the next exchange waits for nothing. */
    public boolean isReady() {
        return loop.look(() -> registration.isSettled()
                && !loop.isStopped()
                && pools.stream().noneMatch(pool -> fetches ? pool.isLow() : pool.remaining() < SigningKey.SIZE));
    }

    /** A package has brought blocks, which are in the store: takes them into the pools, and registers with them as soon as possible. */
    public void takeIn(Collection<UUID> blockUuids) {
        loop.locked(() -> {
            pools.forEach(pool -> pool.takeIn(blockUuids));
            fresh = Stream.concat(fresh.stream(), blockUuids.stream()).collect(Collectors.toUnmodifiableSet());
            client.beginAnew();
            registration.doubt();
            loop.start();
        });
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

    /** Uses nothing of the client's pool until a registration has settled how far it is used. With the lock. */
    private void stopOwn() {
        pools.forEach(pool -> {
            if (pool instanceof OwnPool own) {
                own.stop();
            }
        });
        registration.doubt();
    }

    /** What there is to do about exchanges that failed. */
    public Recovery recovery() {
        return recovery;
    }

    /**
     * Makes sure that the hub is there and knows this client, by a registration, if it answered nothing since the last time. A hub
     * that was busy is left alone: what is under way might name blocks that a registration drops. Where a registration costs PSRD that a
     * courier has to bring, it happens every ten minutes at most.
     */
    public void check() {
        loop.locked(() -> {
            if (!fetches && !signedCheck.isOver()) {
                return;
            }
            signedCheck = Deadline.in(BETWEEN_SIGNED_CHECKS);
            if (registration.wasSilent()) {
                loop.startIfIdle();
            }
        });
    }

    /**
     * Does no more: a round that is under way ends after its step, and none begins.
     *
     * @param unregister whether the hub is told, and keeps nothing of this client then
     * @return done when the hub has answered, or has had its time
     */
    public CompletableFuture<Void> stop(boolean unregister) {
        loop.stop();
        if (!unregister) {
            return CompletableFuture.completedFuture(null);
        }
        // A hub that is away drops the blocks when the client registers anew.
        return client.unregister().exceptionally(failure -> null);
    }
}
