package org.dske.client.peerhub;

import java.time.Duration;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.logging.Logger;
import org.dske.key.NodeName;
import org.dske.protocol.RegistrationResponse;
import org.dske.psrd.Pool;
import org.dske.psrd.PoolOwner;
import org.dske.psrd.Refill;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a client registered with a hub and its two pools filled, in the background: whoever finds a need starts a round of
 * work, of which there is one at a time, and which is repeated with growing delay while the hub does not answer.
 *
 * <p>After any failure the next round begins with a registration that tells the hub which blocks the client holds. So what
 * a lost answer left behind at the hub (a block that the client never got) is dropped before the hub uses it, and a hub that
 * came back without its memory is supplied anew.
 */
final class Supply {
    private static final Logger LOG = Logger.getLogger(Supply.class.getName());

    /** Unsigned answers make the client act no more often than this. */
    private static final long HINT_INTERVAL = TimeUnit.MILLISECONDS.toNanos(250);

    private enum Phase {
        /** Nothing to do. */
        IDLE,
        /** A round is under way. */
        WORKING,
        /** The last round failed; the next one is scheduled. */
        PAUSED,
        /** No more rounds. */
        STOPPED
    }

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition roundEnded = lock.newCondition();

    private final NodeName hub;
    private final Courier courier;
    private final SupplySettings settings;
    private final ScheduledExecutorService scheduler;

    private final Map<PoolOwner, Long> wanted = new EnumMap<>(PoolOwner.class);
    private List<Pool> pools = List.of();
    private volatile Phase phase = Phase.IDLE;
    private boolean registered;
    private boolean reconcile = true;
    private @Nullable String reason;
    private Duration delay;
    /** Rounds that were scheduled or started: tells the one that is due from those that something overtook. */
    private int rounds;

    private long nextHint = System.nanoTime();

    /**
     * A supply that has not started.
     *
     * @param hub the hub
     * @param courier calls it
     * @param settings sizes and delays
     * @param scheduler runs the rounds
     */
    Supply(NodeName hub, Courier courier, SupplySettings settings, ScheduledExecutorService scheduler) {
        this.hub = hub;
        this.courier = courier;
        this.settings = settings;
        this.scheduler = scheduler;
        this.delay = settings.retryMin();
    }

    /**
     * The supply as one of the pools sees it.
     *
     * @param owner the pool's owner
     * @return its refill
     */
    Refill refillOf(PoolOwner owner) {
        return new Refill() {
            @Override
            public void request(long bytes) {
                want(owner, bytes);
            }

            @Override
            public boolean isUnderWay() {
                return phase == Phase.WORKING;
            }
        };
    }

    /**
     * Starts to keep pools filled.
     *
     * @param supplied the pools
     */
    void start(Collection<? extends Pool> supplied) {
        locked(() -> {
            pools = List.copyOf(supplied);
            startRound();
        });
    }

    /** How the client stands with the hub. */
    SupplyState state() {
        lock.lock();
        try {
            return new SupplyState(registered, reason);
        } finally {
            lock.unlock();
        }
    }

    /** Whether the client is registered and no pool is low. */
    boolean isReady() {
        lock.lock();
        try {
            return registered
                    && !reconcile
                    && phase != Phase.STOPPED
                    && pools.stream().noneMatch(Pool::isLow);
        } finally {
            lock.unlock();
        }
    }

    /**
     * An exchange got no answer, so the hub may have been away: makes sure of it in a while.
     *
     * @param why why there was no answer
     */
    void suspect(String why) {
        locked(() -> {
            note(why);
            if (phase == Phase.IDLE && !reconcile) {
                scheduleRound();
            }
            reconcile = true;
        });
    }

    /**
     * An unsigned answer hints that the hub does not know this client's blocks. Anybody can send such an answer, so it is
     * acted on at a limited rate, and the worst it can do is a registration.
     */
    void hintForgotten() {
        hinted(() -> reconcile = true);
    }

    /**
     * The hub has said, signed, that its own pool has run dry.
     *
     * @param missing how many bytes are missing
     */
    void reportDry(long missing) {
        want(PoolOwner.HUB, Math.max(1, missing));
    }

    /**
     * An unsigned answer hints that the hub's own pool has run dry: acted on at a limited rate, by one block.
     *
     * @param missing how many bytes are said to be missing
     */
    void hintDry(long missing) {
        long bytes = Math.max(1, Math.min(missing, settings.blockSize()));
        hinted(() -> wanted.merge(PoolOwner.HUB, bytes, Math::max));
    }

    /**
     * Waits until no round is under way, nor due because of a suspicion.
     *
     * @param deadline by {@link System#nanoTime()}
     * @return whether the client is registered, and its blocks are those of the hub
     */
    boolean awaitRound(long deadline) {
        lock.lock();
        try {
            while (phase == Phase.WORKING || (phase == Phase.IDLE && reconcile)) {
                long nanos = deadline - System.nanoTime();
                if (nanos <= 0) {
                    return false;
                }
                roundEnded.awaitNanos(nanos);
            }
            return registered && !reconcile;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }

    private void want(PoolOwner owner, long bytes) {
        locked(() -> {
            wanted.merge(owner, bytes, Math::max);
            if (phase == Phase.IDLE) {
                startRound();
            }
        });
    }

    private void hinted(Runnable need) {
        locked(() -> {
            long now = System.nanoTime();
            if ((phase == Phase.IDLE || phase == Phase.PAUSED) && now - nextHint >= 0) {
                nextHint = now + HINT_INTERVAL;
                need.run();
                startRound();
            }
        });
    }

    /** Does no more: a round that is under way ends after its step, and none begins. */
    void stop() {
        locked(() -> {
            phase = Phase.STOPPED;
            roundEnded.signalAll();
        });
        pools.forEach(Pool::refillEnded);
    }

    private void startRound() {
        phase = Phase.WORKING;
        rounds++;
        scheduler.execute(this::round);
    }

    private void scheduleRound() {
        int number = ++rounds;
        var unused = scheduler.schedule(() -> startScheduled(number), delay.toNanos(), TimeUnit.NANOSECONDS);
    }

    private void startScheduled(int number) {
        locked(() -> {
            if (number == rounds && (phase == Phase.IDLE || phase == Phase.PAUSED)) {
                startRound();
            }
        });
    }

    private void round() {
        try {
            for (Runnable step = nextStep(); step != null; step = nextStep()) {
                step.run();
            }
        } catch (RuntimeException | Error e) {
            // Errors too: a round that ended without a word would be the last one.
            fail(HubHttp.explain(e).getMessage());
        }
    }

    /** What to do next, nothing if all is well, which ends the round. */
    private @Nullable Runnable nextStep() {
        lock.lock();
        try {
            if (phase == Phase.STOPPED) {
                return null;
            }
            if (reconcile) {
                return this::register;
            }
            for (Pool pool : pools) {
                long missing = wanted.getOrDefault(pool.owner(), 0L);
                if (missing > 0 || pool.isLow()) {
                    return () -> fill(pool, missing);
                }
            }
            phase = Phase.IDLE;
            reason = null;
            delay = settings.retryMin();
            roundEnded.signalAll();
        } finally {
            lock.unlock();
        }
        pools.forEach(Pool::refillEnded);
        return null;
    }

    private void register() {
        Set<UUID> known = new HashSet<>();
        pools.forEach(pool -> known.addAll(pool.blockUuids()));
        RegistrationResponse answer = courier.register(known);
        if (!answer.hubName().equals(hub.name())) {
            throw HubException.of(HubException.Kind.NO_ANSWER, "the hub at this URL calls itself " + answer.hubName());
        }
        // A hub that does not say which blocks it knows may know none.
        List<UUID> kept = answer.knownBlocks() == null ? List.of() : answer.knownBlocks();
        pools.forEach(pool -> pool.retain(kept));
        locked(() -> {
            if (!registered || reason != null) {
                LOG.info(() -> "registered with hub " + hub);
            }
            registered = true;
            reconcile = false;
        });
    }

    private void fill(Pool pool, long missing) {
        int size = (int) Math.min(Math.max(settings.blockSize(), missing), settings.largestBlock());
        pool.add(courier.fetch(pool.owner(), size));
        LOG.fine(() -> "pool " + pool.name() + " got " + size + " bytes");
        locked(() -> wanted.computeIfPresent(pool.owner(), (owner, bytes) -> bytes > missing ? bytes : null));
    }

    private void fail(String why) {
        locked(() -> {
            if (phase == Phase.STOPPED) {
                return;
            }
            note(why);
            reconcile = true;
            phase = Phase.PAUSED;
            scheduleRound();
            delay = delay.multipliedBy(2).compareTo(settings.retryMax()) < 0
                    ? delay.multipliedBy(2)
                    : settings.retryMax();
            roundEnded.signalAll();
        });
        pools.forEach(Pool::refillEnded);
    }

    private void note(String why) {
        if (!why.equals(reason)) {
            LOG.warning(() -> "hub " + hub + " cannot be reached: " + why + "; trying again");
        }
        reason = why;
    }

    private void locked(Runnable action) {
        lock.lock();
        try {
            action.run();
        } finally {
            lock.unlock();
        }
    }
}
