package org.dske.client.keyshare;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.dske.allocation.AllocatedBytes;
import org.dske.client.audit.FaultRecord;
import org.dske.client.psrd.PoolReplenisher;
import org.dske.client.psrd.RegistrationStatus;
import org.dske.client.transport.Bulkhead;
import org.dske.client.transport.ErrorDetails;
import org.dske.client.transport.HttpReply;
import org.dske.client.transport.HubException;
import org.dske.client.transport.HubRequest;
import org.dske.client.transport.SignedChannel;
import org.dske.error.ErrorCode;
import org.dske.json.JsonMessages;
import org.dske.protocol.ErrorMessage;
import org.dske.psrd.OwnPool;
import org.dske.psrd.PoolExhaustedException;
import org.dske.psrd.PoolStoppedException;
import org.dske.signature.SignatureSuite;
import org.dske.signature.SigningKey;
import org.dske.time.Deadline;

/**
 * The in-band interface of one hub: exchanges that are signed both ways, each in its time. One that finds the hub without memory of
 * this client, or with a dry pool, is made once more as soon as that is mended. No thread waits but one that needs bytes of a pool
 * that is dry. Safe for concurrent use. Source: protocol, section 3.
 */
public final class InBandClient implements AutoCloseable {
    /** An exchange that still fails after this many attempts will not succeed in its time. */
    private static final int MAX_ATTEMPTS = 4;

    private static final int EXCHANGES_AT_A_TIME = 16;
    /** Where a wait for bytes blocks nobody else. */
    private static final Executor WAITING = Thread::startVirtualThread;

    private final SignedChannel channel;
    private final OwnPool clientPool;
    private final PoolReplenisher replenisher;
    private final FaultRecord faults;
    private final Duration patience;
    private final Duration callLimit;
    private final Bulkhead bulkhead = new Bulkhead(EXCHANGES_AT_A_TIME);

    /**
     * The interface of a hub.
     *
     * @param channel signs, sends and verifies
     * @param clientPool where signing keys and pads come from
     * @param replenisher mends what makes exchanges fail
     * @param faults where answers that do not verify are counted
     * @param patience how long to wait for bytes of a pool that is dry
     * @param callLimit how long one answer may take, until its last byte
     */
    public InBandClient(
            SignedChannel channel,
            OwnPool clientPool,
            PoolReplenisher replenisher,
            FaultRecord faults,
            Duration patience,
            Duration callLimit) {
        this.channel = channel;
        this.clientPool = clientPool;
        this.replenisher = replenisher;
        this.faults = faults;
        this.patience = patience;
        this.callLimit = callLimit;
    }

    /**
     * Starts something that is made of exchanges, one after the other, when it is its turn.
     *
     * @param limit how long all of it may take, the wait for its turn included
     * @param work makes the exchanges until the deadline that it is given
     * @return its result, which is closed if it comes too late and can be; fails with a {@link HubException}
     */
    <T> CompletableFuture<T> start(Duration limit, Function<Deadline, CompletableFuture<T>> work) {
        return start(limit, () -> {}, work);
    }

    /**
     * Starts something that uses a secret up: it is wiped as soon as the exchanges have ended, or it is sure that there will be
     * none. Not earlier, though the time be over: what is wiped while it is sent would arrive as something else.
     *
     * @param limit how long all of it may take, the wait for its turn included
     * @param wipe wipes the secret
     * @param work makes the exchanges until the deadline that it is given
     * @return its result, which is closed if it comes too late and can be; fails with a {@link HubException}
     */
    <T> CompletableFuture<T> start(Duration limit, Runnable wipe, Function<Deadline, CompletableFuture<T>> work) {
        Deadline deadline = Deadline.in(limit);
        CompletableFuture<T> result = new CompletableFuture<>();
        var unused = bulkhead.enter(deadline, () -> work.apply(deadline)).whenComplete((value, failure) -> {
            wipe.run();
            if (failure != null) {
                result.completeExceptionally(failure);
            } else if (!result.complete(value) && value instanceof AutoCloseable late) {
                close(late);
            }
        });
        return result.orTimeout(limit.toNanos(), TimeUnit.NANOSECONDS)
                .exceptionallyCompose(failure -> CompletableFuture.failedFuture(HubException.explain(failure)));
    }

    /** It may be secret, and nobody else will wipe it. */
    private static void close(AutoCloseable late) {
        try {
            late.close();
        } catch (Exception e) {
            throw new IllegalStateException("what was to be wiped was not", e);
        }
    }

    /**
     * Asks something, without a pad. The signing key never goes back into the pool: the HTTP client sends a GET again by itself when
     * the connection breaks, so that a refused connection does not mean that nothing was sent.
     *
     * @param request the question
     * @param reading makes sense of the verified answer
     * @param deadline when there is an end to it
     * @return what the hub answered, in as many attempts as make sense
     */
    <A, T> CompletableFuture<T> ask(
            HubRequest request, Class<A> type, Function<A, CompletableFuture<T>> reading, Deadline deadline) {
        return attempt(
                1,
                deadline,
                attempt -> spend(
                                EnumSet.of(HubException.Kind.WITHHELD),
                                allocated -> call(request, allocated.get(0), suite(), deadline),
                                SigningKey.SIZE)
                        .thenCompose(reply -> read(reply, type, reading)));
    }

    /**
     * Sends a message with a pad by POST, which is sent once. If nothing was sent, its bytes go back into the pool.
     *
     * @param padSize bytes of the pad
     * @param message encrypts something with the pad
     * @param deadline when there is an end to it
     * @return done when the hub has taken it, in as many attempts as make sense
     */
    CompletableFuture<Void> send(int padSize, Function<AllocatedBytes, HubRequest> message, Deadline deadline) {
        return attempt(
                1,
                deadline,
                attempt -> spend(
                                EnumSet.of(HubException.Kind.WITHHELD, HubException.Kind.NOT_SENT),
                                allocated -> {
                                    SignatureSuite suite = suite();
                                    HubRequest request = message.apply(allocated.get(0));
                                    return call(request, allocated.get(1), suite, deadline);
                                },
                                padSize,
                                SigningKey.SIZE)
                        .<Void>thenApply(reply -> null)
                        .exceptionallyCompose(failure -> {
                            HubException why = HubException.explain(failure);
                            // The answer to an attempt before this one got lost, but the hub took the message.
                            boolean taken = attempt > 1 && why.isRefusal(ErrorCode.CONFLICT);
                            return taken
                                    ? CompletableFuture.completedFuture(null)
                                    : CompletableFuture.failedFuture(why);
                        }));
    }

    private <T> CompletableFuture<T> attempt(int made, Deadline deadline, IntFunction<CompletableFuture<T>> attempt) {
        return attempt.apply(made)
                .thenApply(answer -> {
                    replenisher.heard();
                    return answer;
                })
                .exceptionallyCompose(failure -> {
                    HubException why = HubException.explain(failure);
                    if (why.kind() == HubException.Kind.UNVERIFIED) {
                        faults.gaveUnverifiedAnswer(why.getMessage());
                    }
                    CompletableFuture<Boolean> recovered = made == MAX_ATTEMPTS
                            ? CompletableFuture.completedFuture(false)
                            : recover(why, made, deadline);
                    return recovered.thenCompose(again ->
                            again ? attempt(made + 1, deadline, attempt) : CompletableFuture.failedFuture(why));
                });
    }

    /** Mends what made an attempt fail, if it can be mended soon; whether it is. */
    private CompletableFuture<Boolean> recover(HubException failure, int made, Deadline deadline) {
        switch (failure.kind()) {
            case FORGOTTEN, UNKNOWN_BLOCK -> {
                return followHint(made, deadline, replenisher::hintForgotten);
            }
            case SEEMS_USED -> {
                return followHint(made, deadline, replenisher::hintUsed);
            }
            case SEEMS_DRY -> {
                return followHint(made, deadline, () -> replenisher.hintDry(failure.missing()));
            }
            case USED -> replenisher.reportUsed();
            case DRY -> replenisher.reportDry(failure.missing());
            case NO_ANSWER, UNVERIFIED, INVALID_RESPONSE, NOT_SENT -> {
                replenisher.suspect(failure.getMessage());
                return CompletableFuture.completedFuture(false);
            }
            case WITHHELD, UNWANTED, EXHAUSTED, REFUSED -> {
                return CompletableFuture.completedFuture(false);
            }
        }
        return replenisher.whenSettled(deadline);
    }

    /** At first it may be enough that somebody else has just followed one; then it waits until this one may be. */
    private CompletableFuture<Boolean> followHint(int made, Deadline deadline, Runnable hint) {
        CompletableFuture<Void> heard =
                made == 1 ? CompletableFuture.completedFuture(null) : replenisher.whenHintsAreHeard(deadline);
        return heard.thenCompose(now -> {
            hint.run();
            return replenisher.whenSettled(deadline);
        });
    }

    /** Spends bytes on a message, unless it fails in a way that leaves them unused. */
    private CompletableFuture<HttpReply> spend(
            Set<HubException.Kind> unused,
            Function<List<AllocatedBytes>, CompletableFuture<HttpReply>> message,
            int... sizes) {
        return allocate(sizes)
                .thenCompose(allocated -> CompletableFuture.completedFuture(allocated)
                        .thenCompose(message)
                        .whenComplete((reply, failure) -> {
                            if (failure != null
                                    && unused.contains(
                                            HubException.explain(failure).kind())) {
                                allocated.forEach(clientPool::giveBack);
                            }
                            allocated.forEach(AllocatedBytes::close);
                        }));
    }

    private CompletableFuture<List<AllocatedBytes>> allocate(int... sizes) {
        Optional<List<AllocatedBytes>> here = clientPool.tryAllocate(sizes);
        return here.map(CompletableFuture::completedFuture)
                .orElseGet(() -> CompletableFuture.supplyAsync(() -> await(sizes), WAITING));
    }

    private List<AllocatedBytes> await(int... sizes) {
        try {
            return clientPool.allocate(patience, sizes);
        } catch (PoolExhaustedException | PoolStoppedException e) {
            String reason = replenisher.status().reason();
            throw HubException.of(HubException.Kind.EXHAUSTED, reason == null ? e.getMessage() : reason);
        }
    }

    /** Asked for once an exchange, and behind the wait for bytes, which there are none of before a registration. */
    private SignatureSuite suite() {
        RegistrationStatus status = replenisher.status();
        if (status.suite() == null) {
            throw HubException.of(
                    HubException.Kind.WITHHELD, Objects.requireNonNullElse(status.reason(), "not registered"));
        }
        return status.suite();
    }

    private CompletableFuture<HttpReply> call(
            HubRequest request, AllocatedBytes key, SignatureSuite suite, Deadline deadline) {
        Deadline end = Deadline.in(callLimit);
        return channel.exchange(request, key, suite, (deadline.isBefore(end) ? deadline : end).left())
                .thenApply(InBandClient::requireSuccess);
    }

    private static HttpReply requireSuccess(HttpReply reply) {
        if (reply.isSuccess()) {
            return reply;
        }
        ErrorMessage error = reply.error();
        ErrorDetails details = new ErrorDetails(error.details());
        String reason = "it refused: " + error.message();
        if (reply.status() == ErrorCode.INVALID_REQUEST.httpStatus() && details.saysUsed()) {
            throw HubException.of(HubException.Kind.USED, reason);
        }
        throw reply.status() == ErrorCode.UNAVAILABLE.httpStatus()
                ? HubException.dry(details.missingBytes(), reason)
                : HubException.refused(reply.status(), details, reason);
    }

    /** Makes sense of what has been verified: if there is none in it, that is the hub's own doing. */
    private static <A, T> CompletableFuture<T> read(
            HttpReply reply, Class<A> type, Function<A, CompletableFuture<T>> reading) {
        return CompletableFuture.completedFuture(reply.body())
                .thenApply(body -> JsonMessages.read(body, type))
                .thenCompose(reading)
                .exceptionallyCompose(failure -> {
                    HubException why = HubException.explain(failure);
                    // Out of step, as after a restart; or a judgement of who reads.
                    boolean kept = why.kind() == HubException.Kind.UNKNOWN_BLOCK || isJudged(failure);
                    return CompletableFuture.failedFuture(
                            kept ? why : HubException.of(HubException.Kind.INVALID_RESPONSE, why.getMessage()));
                });
    }

    private static boolean isJudged(Throwable failure) {
        return failure instanceof HubException || failure.getCause() instanceof HubException;
    }

    /** Turns down what waits for its turn and what comes. */
    @Override
    public void close() {
        bulkhead.close();
    }
}
