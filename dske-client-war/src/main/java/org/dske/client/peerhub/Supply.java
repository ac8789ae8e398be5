package org.dske.client.peerhub;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.dske.key.NodeName;
import org.dske.psrd.Pool;
import org.dske.psrd.PoolOwner;
import org.dske.psrd.Refill;
import org.dske.signature.Suites;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a client registered with a hub and its two pools filled, in the background: whoever finds a need starts a round of
 * work.
 *
 * <p>After any failure the next round begins with a registration that tells the hub which blocks the client holds. So what
 * a lost answer left behind at the hub (a block that the client never got) is dropped before the hub uses it, and a hub that
 * came back without its memory is supplied anew.
 */
final class Supply {
    private final Provisions provisions;
    private final SupplySettings settings;
    private final Rounds rounds;

    // All that follows is guarded by the lock of the rounds.
    private final Needs needs = new Needs();
    private final HintLimit hints = new HintLimit();
    private final Standing standing;

    /**
     * A supply that has not started.
     *
     * @param hub the hub
     * @param courier calls it
     * @param suites those that the client offers
     * @param settings sizes and delays
     * @param scheduler runs the rounds
     */
    Supply(NodeName hub, Courier courier, Suites suites, SupplySettings settings, ScheduledExecutorService scheduler) {
        this.standing = new Standing(hub);
        this.provisions = new Provisions(hub, courier, suites, settings);
        this.settings = settings;
        this.rounds = new Rounds(new Round(), new RetryDelay(settings.retryMin(), settings.retryMax()), scheduler);
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
                return rounds.isUnderWay();
            }
        };
    }

    /**
     * Starts to keep pools filled.
     *
     * @param supplied the pools
     */
    void start(Collection<? extends Pool> supplied) {
        rounds.locked(() -> {
            provisions.supply(List.copyOf(supplied));
            rounds.start();
        });
    }

    /** How the client stands with the hub. */
    SupplyState state() {
        return rounds.look(standing::state);
    }

    /** How often the client has registered with the hub. */
    long registrations() {
        return rounds.look(standing::registrations);
    }

    /** Whether the client is registered and no pool is low. */
    boolean isReady() {
        return rounds.look(() -> standing.isInStep()
                && !rounds.isStopped()
                && provisions.first(Pool::isLow).isEmpty());
    }

    /**
     * An exchange got no answer, so the hub may have been away: makes sure of it in a while.
     *
     * @param why why there was no answer
     */
    void suspect(String why) {
        rounds.locked(() -> {
            boolean first = !standing.isDoubtful();
            standing.failed(why);
            if (first) {
                rounds.scheduleIfIdle();
            }
        });
    }

    /**
     * An unsigned answer hints that the hub does not know this client's blocks. Anybody can send such an answer, so it is
     * acted on at a limited rate, and the worst it can do is a registration.
     */
    void hintForgotten() {
        hinted(standing::doubt);
    }

    /**
     * The hub has said, signed, that its own pool has run dry. It may lie: what it gets is bounded.
     *
     * @param missing how many bytes are missing
     */
    void reportDry(long missing) {
        want(PoolOwner.HUB, Math.max(1, Math.min(missing, settings.mostNeeded())));
    }

    /**
     * An unsigned answer hints that the hub's own pool has run dry: acted on at a limited rate, by one block.
     *
     * @param missing how many bytes are said to be missing
     */
    void hintDry(long missing) {
        long bytes = Math.max(1, Math.min(missing, settings.blockSize()));
        hinted(() -> needs.atLeast(PoolOwner.HUB, bytes));
    }

    /**
     * Waits until no round is under way, nor due because of a suspicion.
     *
     * @param deadline by {@link System#nanoTime()}
     * @return whether the client is registered, and its blocks are those of the hub
     */
    boolean awaitRound(long deadline) {
        return rounds.awaitEnd(deadline, standing::isDoubtful) && rounds.look(standing::isInStep);
    }

    /** The hub has answered an exchange. */
    void heard() {
        rounds.locked(standing::heard);
    }

    /**
     * Makes sure that the hub is there and knows this client, by a registration, if there was nothing to hear of it since the
     * last time. A hub that was busy is left alone: what is under way might name blocks that a registration drops.
     */
    void check() {
        rounds.locked(() -> {
            if (standing.wasSilent()) {
                rounds.startIfIdle();
            }
        });
    }

    /**
     * Whether the hub lost its memory not long ago, as far as this client could see. Then it may not know others who have not
     * noticed yet.
     *
     * @param limit what is not long
     */
    boolean hasLostItsMemory(Duration limit) {
        return rounds.look(() -> standing.hasLostItsMemory(limit));
    }

    /** Does no more: a round that is under way ends after its step, and none begins. */
    void stop() {
        rounds.stop();
    }

    /**
     * Waits until a hint may be acted on.
     *
     * @param deadline by {@link System#nanoTime()}
     */
    void awaitHints(long deadline) {
        long nanos = Math.min(rounds.look(hints::closedFor), deadline - System.nanoTime());
        try {
            TimeUnit.NANOSECONDS.sleep(nanos);
        } catch (InterruptedException e) {
            // The exchange is over.
            Thread.currentThread().interrupt();
        }
    }

    private void want(PoolOwner owner, long bytes) {
        rounds.locked(() -> {
            needs.atLeast(owner, bytes);
            rounds.startIfIdle();
        });
    }

    private void hinted(Runnable need) {
        rounds.locked(() -> {
            if (rounds.canStart() && hints.admits()) {
                need.run();
                rounds.start();
            }
        });
    }

    /** What a round does. */
    private final class Round implements Rounds.Work {
        @Override
        public @Nullable Runnable nextStep() {
            if (standing.isRegistrationDue()) {
                return this::register;
            }
            Optional<Pool> wanting = provisions.first(pool -> needs.of(pool.owner()) > 0 || pool.isLow());
            return wanting.<Runnable>map(pool -> {
                        long missing = needs.of(pool.owner());
                        return provisions.isOverfull(pool, missing) ? () -> beginAnew(pool) : () -> fill(pool, missing);
                    })
                    .orElse(null);
        }

        @Override
        public void succeeded() {
            standing.well();
        }

        @Override
        public void failed(String why) {
            standing.failed(why);
        }

        @Override
        public void ended() {
            provisions.ended();
        }

        private void register() {
            Registration registration = provisions.register();
            rounds.locked(() -> standing.registered(registration));
            registration.requireSuite();
        }

        private void beginAnew(Pool pool) {
            provisions.empty(pool);
            rounds.locked(standing::doubt);
        }

        private void fill(Pool pool, long missing) {
            provisions.fill(pool, missing);
            rounds.locked(() -> needs.met(pool.owner(), missing));
        }
    }
}
