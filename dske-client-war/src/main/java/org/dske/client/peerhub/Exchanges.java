package org.dske.client.peerhub;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

/**
 * Exchanges with one hub, each in its time. One that finds the hub without memory of this client, or with a dry pool, is made
 * once more as soon as that is mended.
 */
final class Exchanges implements AutoCloseable {
    /** An exchange that still fails after this many attempts will not succeed in its time. */
    private static final int MAX_ATTEMPTS = 4;

    private final TimedCalls calls;
    private final Supply supply;
    private final Conduct conduct;

    /**
     * No exchanges yet.
     *
     * @param calls runs them
     * @param supply mends what makes them fail
     * @param conduct where answers that do not verify are counted
     */
    Exchanges(TimedCalls calls, Supply supply, Conduct conduct) {
        this.calls = calls;
        this.supply = supply;
        this.conduct = conduct;
    }

    /**
     * Starts something that is made of exchanges, one after the other.
     *
     * @param limit how long all of it may take
     * @param work makes the exchanges, by the object that it is given
     * @return its result; fails with a {@link HubException} if one of the exchanges does and the work does not catch it
     */
    <T> CompletableFuture<T> start(Duration limit, Function<Exchange, T> work) {
        Exchange exchange = new Exchange(System.nanoTime() + limit.toNanos());
        return calls.start(() -> work.apply(exchange), limit);
    }

    /**
     * Starts something that uses a secret up: it is wiped as soon as the exchanges have ended, or it is sure that there will be
     * none. Not earlier, though the time be over: what is wiped while it is sent would arrive as something else.
     *
     * @param limit how long all of it may take
     * @param secret what is sent
     * @param work makes the exchanges
     * @return its result
     */
    <T> CompletableFuture<T> startWith(Duration limit, ShareBatch secret, Function<Exchange, T> work) {
        AtomicBoolean claimed = new AtomicBoolean();
        CompletableFuture<T> result = start(limit, exchange -> {
            if (!claimed.compareAndSet(false, true)) {
                throw HubException.pending();
            }
            try (secret) {
                return work.apply(exchange);
            }
        });
        return result.whenComplete((value, failure) -> {
            if (claimed.compareAndSet(false, true)) {
                secret.close();
            }
        });
    }

    /** Ends what is under way. */
    @Override
    public void close() {
        calls.close();
    }

    /** One attempt at an exchange. */
    interface Attempt<T> {
        /** Makes the attempt, which is the first, the second... */
        T make(int number);
    }

    /** Makes exchanges until a deadline. */
    final class Exchange {
        private final long deadline;

        private Exchange(long deadline) {
            this.deadline = deadline;
        }

        /**
         * Makes an exchange, in as many attempts as make sense.
         *
         * @param attempt makes one
         * @return what the hub answered
         * @throws HubException if it came to nothing
         */
        <T> T make(Attempt<T> attempt) {
            for (int made = 1; ; made++) {
                try {
                    T answer = attempt.make(made);
                    supply.heard();
                    return answer;
                } catch (RuntimeException e) {
                    HubException failure = HubHttp.explain(e);
                    if (failure.kind() == HubException.Kind.UNVERIFIED) {
                        conduct.gaveUnverifiedAnswer(failure.getMessage());
                    }
                    if (made == MAX_ATTEMPTS || !recover(failure, made)) {
                        throw failure;
                    }
                }
            }
        }

        /** Mends what made an attempt fail, if it can be mended soon. */
        private boolean recover(HubException failure, int made) {
            switch (failure.kind()) {
                case FORGOTTEN, UNKNOWN_BLOCK -> {
                    // At first it may be enough that somebody else has just followed a hint.
                    if (made > 1) {
                        supply.awaitHints(deadline);
                    }
                    supply.hintForgotten();
                }
                case DRY -> supply.reportDry(failure.missing());
                case SEEMS_DRY -> supply.hintDry(failure.missing());
                case NO_ANSWER, UNVERIFIED, NONSENSE, NOT_SENT -> {
                    supply.suspect(failure.getMessage());
                    return false;
                }
                case WITHHELD, UNWANTED, EXHAUSTED, REFUSED -> {
                    return false;
                }
            }
            return supply.awaitRound(deadline);
        }
    }
}
