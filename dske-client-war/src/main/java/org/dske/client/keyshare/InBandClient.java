package org.dske.client.keyshare;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.dske.allocation.AllocatedBytes;
import org.dske.client.audit.FaultRecord;
import org.dske.client.psrd.PoolReplenisher;
import org.dske.client.psrd.RegistrationStatus;
import org.dske.client.transport.Bulkhead;
import org.dske.client.transport.HttpReply;
import org.dske.client.transport.HubException;
import org.dske.client.transport.HubRequest;
import org.dske.client.transport.MissingResources;
import org.dske.client.transport.SignedChannel;
import org.dske.error.ErrorCode;
import org.dske.key.NodeName;
import org.dske.ledger.StoreException;
import org.dske.protocol.AllocationMessage;
import org.dske.psrd.OwnPool;
import org.dske.psrd.PoolExhaustedException;
import org.dske.psrd.PoolStoppedException;
import org.dske.secret.SecretBytes;
import org.dske.signature.SignatureSuite;
import org.dske.signature.SigningKey;
import org.dske.time.Deadline;
import org.dske.time.LatencyHistogram;
import org.dske.time.Ticker;
import org.jspecify.annotations.Nullable;

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
    private final MissingResources missing;
    private final LatencyHistogram exchangeTimes = new LatencyHistogram();
    private final Bulkhead bulkhead = new Bulkhead(EXCHANGES_AT_A_TIME);

    /**
     * The interface of a hub.
     *
     * @param replenisher knows the suite, and mends what makes exchanges fail
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
        this.missing = new MissingResources(replenisher::registrations);
        this.faults = faults;
        this.patience = patience;
        this.callLimit = callLimit;
    }

    /** How long each exchange took whose answer verified and made sense. */
    public LatencyHistogram exchangeTimes() {
        return exchangeTimes;
    }

    /** This client's name, as its messages have it. */
    NodeName client() {
        return channel.client();
    }

    /** Makes something that ends in its time, of what takes its turns itself: see {@link Bulkhead#inTime}. */
    static <T> CompletableFuture<T> inTime(
            Duration limit, Runnable wipe, Function<Deadline, CompletableFuture<T>> work) {
        return Bulkhead.inTime(limit, wipe, work);
    }

    /** What the hub does not have. */
    MissingResources missing() {
        return missing;
    }

    /** Takes the pad that a verified answer names. */
    SecretBytes takePad(AllocationMessage pad, int size) {
        return channel.take(pad.toAllocation(), size);
    }

    /** How many bytes there are for the pad of one message. */
    long padLeft() {
        return clientPool.remaining() - SigningKey.SIZE;
    }

    /** Starts an exchange when it is its turn: see {@link Bulkhead#enter}. */
    <T> CompletableFuture<T> enter(Deadline deadline, Supplier<CompletableFuture<T>> exchange) {
        return bulkhead.enter(deadline, exchange);
    }

    /** Starts something that is made of exchanges, one after the other, and uses no secret up: see {@link Bulkhead#start}. */
    <T> CompletableFuture<T> start(Duration limit, Function<Deadline, CompletableFuture<T>> work) {
        return start(limit, () -> {}, work);
    }

    /** Starts something that uses a secret up: see {@link Bulkhead#start}. */
    <T> CompletableFuture<T> start(Duration limit, Runnable wipe, Function<Deadline, CompletableFuture<T>> work) {
        return bulkhead.start(limit, wipe, work);
    }

    /** Takes one step after the other, each when the one before it has ended well. */
    static <T> CompletableFuture<Void> inTurn(List<T> all, Function<T, CompletableFuture<Void>> step) {
        CompletableFuture<Void> done = CompletableFuture.completedFuture(null);
        for (T each : all) {
            done = done.thenCompose(before -> step.apply(each));
        }
        return done;
    }

    /**
     * Asks something, without a pad. The signing key never goes back into the pool: the HTTP client sends a GET again by itself when
     * the connection breaks, so that a refused connection does not mean that nothing was sent.
     *
     * @param reading makes sense of the verified answer, in a thread that it may block
     * @return what the hub answered, in as many attempts as make sense
     */
    <A, T> CompletableFuture<T> ask(HubRequest request, Class<A> type, Function<A, T> reading, Deadline deadline) {
        return attempts(
                deadline,
                attempt -> exchange(
                        EnumSet.of(HubException.Kind.WITHHELD),
                        key -> request,
                        reply -> reply.read(type, reading),
                        deadline,
                        SigningKey.SIZE));
    }

    /**
     * Sends a message with a pad by POST, which is sent once. If nothing was sent, its bytes go back into the pool.
     *
     * @param padSize bytes of the pad
     * @return done when the hub has taken it, in as many attempts as make sense
     */
    CompletableFuture<Void> send(int padSize, Function<AllocatedBytes, HubRequest> message, Deadline deadline) {
        return attempts(
                        deadline,
                        attempt -> post(
                                padSize,
                                message,
                                reply -> isTaken(reply.status(), attempt) ? reply : reply.requireSuccess(),
                                deadline))
                .thenAccept(taken -> {});
    }

    /** Whether a hub has what was sent to it. The answer to the attempt before may have got lost though it took the message. */
    static boolean isTaken(int status, int attempt) {
        return status == HttpReply.OK || (attempt > 1 && status == ErrorCode.CONFLICT.httpStatus());
    }

    /**
     * Makes as many attempts as make sense.
     *
     * @param attempt makes one, the first being 1; fails as an exchange does
     */
    <T> CompletableFuture<T> attempts(Deadline deadline, IntFunction<CompletableFuture<T>> attempt) {
        return attempt(1, deadline, attempt);
    }

    private <T> CompletableFuture<T> attempt(int made, Deadline deadline, IntFunction<CompletableFuture<T>> attempt) {
        return attempt.apply(made).exceptionallyCompose(failure -> {
            HubException why = HubException.explain(failure);
            CompletableFuture<Boolean> recovered = made == MAX_ATTEMPTS
                    ? CompletableFuture.completedFuture(false)
                    : replenisher.recovery().from(why, made, deadline);
            return recovered.thenCompose(
                    again -> again ? attempt(made + 1, deadline, attempt) : CompletableFuture.failedFuture(why));
        });
    }

    /**
     * Makes one attempt at sending a message by POST, which is sent once. If nothing was sent, its bytes go back into the pool.
     *
     * @param padSize bytes of the pad, which the message is made of; 0 if it has none
     * @param reading makes sense of the verified answer, in a thread that it may block
     */
    <T> CompletableFuture<T> post(
            int padSize,
            Function<AllocatedBytes, HubRequest> message,
            Function<HttpReply, T> reading,
            Deadline deadline) {
        int[] sizes = padSize == 0 ? new int[] {SigningKey.SIZE} : new int[] {padSize, SigningKey.SIZE};
        return exchange(
                EnumSet.of(HubException.Kind.WITHHELD, HubException.Kind.NOT_SENT), message, reading, deadline, sizes);
    }

    /** Makes one exchange with bytes of the client's pool, the last of which sign it; some failures leave them unused. */
    private <T> CompletableFuture<T> exchange(
            Set<HubException.Kind> unused,
            Function<AllocatedBytes, HubRequest> message,
            Function<HttpReply, T> reading,
            Deadline deadline,
            int... sizes) {
        return allocate(sizes)
                .thenCompose(allocated -> CompletableFuture.completedFuture(allocated)
                        .thenCompose(bytes -> {
                            SignatureSuite suite = suite();
                            HubRequest request = message.apply(bytes.getFirst());
                            Duration limit =
                                    deadline.earlier(Deadline.in(callLimit)).left();
                            long begin = Ticker.SYSTEM.nanos();
                            return channel.exchange(request, bytes.getLast(), suite, limit, reading)
                                    .whenComplete((answer, failure) -> {
                                        if (failure == null) {
                                            exchangeTimes.add(Ticker.SYSTEM.since(begin));
                                        }
                                    });
                        })
                        .whenComplete((answer, failure) -> {
                            if (failure != null
                                    && unused.contains(
                                            HubException.explain(failure).kind())) {
                                allocated.forEach(clientPool::giveBack);
                            }
                            allocated.forEach(AllocatedBytes::close);
                            noteEnd(failure);
                        }));
    }

    private void noteEnd(@Nullable Throwable failure) {
        if (failure == null) {
            replenisher.heard();
            return;
        }
        HubException why = HubException.explain(failure);
        if (why.kind() == HubException.Kind.UNVERIFIED) {
            faults.gaveUnverifiedAnswer(why.getMessage());
        }
    }

    private CompletableFuture<List<AllocatedBytes>> allocate(int... sizes) {
        return clientPool
                .tryAllocate(sizes)
                .map(CompletableFuture::completedFuture)
                .orElseGet(() -> CompletableFuture.supplyAsync(() -> await(sizes), WAITING));
    }

    private List<AllocatedBytes> await(int... sizes) {
        try {
            return clientPool.allocate(patience, sizes);
        } catch (PoolExhaustedException | PoolStoppedException | StoreException e) {
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

    /** Turns down what waits for its turn and what comes. */
    @Override
    public void close() {
        bulkhead.close();
    }
}
