package org.dske.client.keyshare;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.dske.client.transport.HubException;
import org.dske.client.transport.MissingResources;
import org.dske.error.ErrorCode;
import org.dske.key.KeyId;
import org.dske.key.SaeId;
import org.dske.protocol.Resources;
import org.dske.protocol.exchange.ExchangeRequest;
import org.dske.protocol.exchange.ExchangeResponse;
import org.dske.time.Deadline;
import org.dske.time.Delay;
import org.dske.time.Ticker;
import org.jspecify.annotations.Nullable;

/**
 * Carries what is waiting for a hub. What comes when nothing is under way is sent at once; what comes while an exchange is under
 * way waits for its end, and goes in the next one together with all else that has come, as a database commits in groups. So a lone request waits for nobody, and many
 * share the cost of one.
 *
 * <p>None is tied to another:
 *
 * <ul>
 *   <li>The hub answers each by itself, and each ends in its own time, before or after its turn.
 *   <li>What is large, or more than is left to encrypt it with, goes beside the others and does not keep them waiting. An exchange has
 *       a bound, so that the first to come are the first to go, and none waits for more than the few exchanges that are ahead of it.
 *   <li>When an exchange takes markedly longer than usual, what is waiting goes in another one beside it: see {@link RoundTripTime}.
 *   <li>What the hub finds too large, or cannot understand, is sent once more without the others.
 * </ul>
 *
 * <p>No thread waits. Safe for concurrent use.
 */
public final class ExchangeQueue implements AutoCloseable {
    private static final int MAX_WAITING = 1_024;

    /** In one exchange: it takes a few milliseconds, and has room for hundreds of keys of usual sizes. */
    private static final int MOST_TOGETHER = 256 << 10;

    private static final int LARGE = MOST_TOGETHER / 4;

    private final InBandClient inBand;
    private final BatchLimit limit;
    private final Duration callLimit;
    private final RoundTripTime times;
    // All that follows is guarded by this.
    private final Deque<PendingEntry<?>> waiting = new ArrayDeque<>();
    /** What the next exchange waits for; null if for nothing. */
    private @Nullable Exchange underWay;
    /** How many others are under way that take longer than usual. */
    private int late;

    /** How many ask for several things, which are to go together. */
    private int asking;

    private boolean closed;

    /** An exchange that carries what was waiting, from when it waits for its own turn. */
    private static final class Exchange {
        private boolean isLate;
        private CompletableFuture<Void> timer = new CompletableFuture<>();
    }

    /**
     * For one hub.
     *
     * @param limit how much goes into one message
     * @param callLimit how long one answer may take
     */
    public ExchangeQueue(InBandClient inBand, BatchLimit limit, Duration callLimit) {
        this(inBand, limit, callLimit, new RoundTripTime());
    }

    ExchangeQueue(InBandClient inBand, BatchLimit limit, Duration callLimit, RoundTripTime times) {
        this.inBand = inBand;
        this.limit = limit;
        this.callLimit = callLimit;
        this.times = times;
    }

    /**
     * Hands shares over, in as many attempts as make sense.
     *
     * @param batch shares that fit into one message, which are not to be wiped before this has ended
     * @return done when the hub has taken them; fails with a {@link HubException}, a refusal with 404 if the hub has no exchanges
     */
    CompletableFuture<Void> put(ShareBatch batch, Deadline deadline) {
        return inBand.attempts(deadline, attempt -> carry(() -> new PendingEntry.Put(batch, attempt, deadline)));
    }

    /**
     * Asks for shares, in as many attempts as make sense.
     *
     * @param largestShare bytes of the largest share, as no one knows how large those are that are asked for
     * @return all of them; fails with a {@link HubException}, a refusal with 404 also if the hub has no exchanges
     */
    CompletableFuture<Map<KeyId, FetchedShare>> get(
            SaeId master, SaeId slave, List<KeyId> keyIds, int largestShare, Deadline deadline) {
        return inBand.attempts(
                deadline, attempt -> carry(() -> new PendingEntry.Get(master, slave, keyIds, largestShare, deadline)));
    }

    /**
     * Has what is asked for meanwhile go in one exchange, as far as it is not large, and with what others ask for.
     *
     * @param asking asks, and waits for nothing
     */
    <T> T together(Supplier<T> asking) {
        synchronized (this) {
            this.asking++;
        }
        try {
            return asking.get();
        } finally {
            synchronized (this) {
                this.asking--;
            }
            startNext();
        }
    }

    private <T> CompletableFuture<T> carry(Supplier<PendingEntry<T>> entries) {
        PendingEntry<T> entry = entries.get();
        if (isLarge(entry)) {
            return carryApart(entry);
        }
        join(entry);
        return entry.answer().exceptionallyCompose(failure -> {
            HubException why = HubException.explain(failure);
            boolean becauseOfOthers = entry.isTogether()
                    && (why.isRefusal(ErrorCode.TOO_LARGE) || why.isRefusal(ErrorCode.INVALID_REQUEST));
            return becauseOfOthers ? carryApart(entries.get()) : CompletableFuture.failedFuture(why);
        });
    }

    private boolean isLarge(PendingEntry<?> entry) {
        return entry.messageBytes(limit) > Math.min(LARGE, limit.mostBytes()) || entry.padBytes() > inBand.padLeft();
    }

    private <T> CompletableFuture<T> carryApart(PendingEntry<T> entry) {
        var unused = inBand.enter(entry.deadline(), () -> {
                    entry.begin();
                    return exchange(List.of(entry));
                })
                .whenComplete((answered, failure) -> {
                    if (failure != null) {
                        entry.fail(HubException.explain(failure));
                    }
                });
        return entry.answer();
    }

    private void join(PendingEntry<?> entry) {
        String refusal = admit(entry);
        if (refusal != null) {
            entry.fail(HubException.of(HubException.Kind.NOT_SENT, refusal));
            return;
        }
        startNext();
        entry.awaitTurn(this::forgetWhoseTimeIsOver);
    }

    /** Has an entry wait; if it may not, says why. */
    private synchronized @Nullable String admit(PendingEntry<?> entry) {
        if (closed) {
            return "this client stops";
        }
        return waiting.size() < MAX_WAITING && waiting.add(entry) ? null : "too many calls to this hub are under way";
    }

    private synchronized void forgetWhoseTimeIsOver() {
        waiting.removeIf(PendingEntry::isDone);
    }

    /** Starts an exchange with what is waiting, unless that has to wait for another one. */
    private void startNext() {
        Exchange next = new Exchange();
        if (isNext(next)) {
            var unused = inBand.enter(Deadline.in(callLimit), () -> begin(next))
                    .whenComplete((answered, failure) -> end(next, failure));
        }
    }

    private synchronized boolean isNext(Exchange exchange) {
        if (underWay != null || asking > 0 || waiting.isEmpty()) {
            return false;
        }
        underWay = exchange;
        return true;
    }

    private CompletableFuture<Boolean> begin(Exchange exchange) {
        List<PendingEntry<?>> entries = take(inBand.padLeft());
        if (entries.isEmpty()) {
            return CompletableFuture.completedFuture(false);
        }
        boolean waitsForPad = entries.getFirst().padBytes() > inBand.padLeft();
        exchange.timer = Delay.of(waitsForPad ? Duration.ZERO : usualTime());
        var unused = exchange.timer.thenRun(() -> letNextPass(exchange));
        long begin = Ticker.SYSTEM.nanos();
        return exchange(entries).thenApply(answered -> {
            if (answered) {
                times.took(Ticker.SYSTEM.since(begin));
            }
            return answered;
        });
    }

    private synchronized Duration usualTime() {
        return times.timeout(late);
    }

    /** The first that are waiting: as many as go into one exchange, and one at least. */
    private synchronized List<PendingEntry<?>> take(long padLeft) {
        List<PendingEntry<?>> taken = new ArrayList<>();
        long bytes = 0;
        long pad = 0;
        while (!waiting.isEmpty() && taken.size() < ExchangeRequest.MAX_ENTRIES) {
            PendingEntry<?> entry = waiting.getFirst();
            bytes += entry.messageBytes(limit);
            pad += entry.padBytes();
            if (!taken.isEmpty() && (bytes > Math.min(MOST_TOGETHER, limit.mostBytes()) || pad > padLeft)) {
                break;
            }
            waiting.removeFirst();
            if (entry.begin()) {
                taken.add(entry);
            }
        }
        if (taken.size() > 1) {
            taken.forEach(PendingEntry::goTogether);
        }
        return taken;
    }

    /** It takes longer than usual: nothing waits for it any more. */
    private void letNextPass(Exchange exchange) {
        synchronized (this) {
            if (underWay != exchange) {
                return;
            }
            underWay = null;
            exchange.isLate = true;
            late++;
        }
        Thread.startVirtualThread(this::startNext);
    }

    /** Never fails before it has begun but for want of a turn. */
    private void end(Exchange exchange, @Nullable Throwable failure) {
        boolean more;
        synchronized (this) {
            if (exchange.isLate) {
                late--;
            } else {
                underWay = null;
            }
            more = !waiting.isEmpty();
        }
        exchange.timer.complete(null);
        if (failure != null && !(failure.getCause() instanceof TimeoutException)) {
            failAll(HubException.explain(failure));
        } else if (more) {
            // Not in this thread: one that fails at once would start the next, and so on.
            Thread.startVirtualThread(this::startNext);
        }
    }

    /** Makes an exchange, and gives each entry its answer. Whether there was one; never fails. */
    private CompletableFuture<Boolean> exchange(List<PendingEntry<?>> entries) {
        MissingResources missing = inBand.missing();
        long asked = missing.now();
        ExchangeMessage message = ExchangeMessage.of(entries);
        Deadline last = entries.stream()
                .map(PendingEntry::deadline)
                .max(Comparator.naturalOrder())
                .orElseThrow();
        return CompletableFuture.completedFuture(message)
                .thenCompose(ready -> inBand.post(
                        ready.padBytes(),
                        pad -> ready.request(inBand.client().name(), pad),
                        reply -> reply.read(ExchangeResponse.class, answer -> ready.read(answer, inBand)),
                        last))
                .handle((answers, failure) -> {
                    if (failure == null) {
                        answers.run();
                        return true;
                    }
                    HubException why = HubException.explain(failure);
                    if (why.isRefusal(ErrorCode.NOT_FOUND)) {
                        missing.note(Resources.EXCHANGE, asked);
                    }
                    entries.forEach(entry -> entry.fail(why));
                    return false;
                });
    }

    private void failAll(HubException why) {
        List<PendingEntry<?>> failed;
        synchronized (this) {
            failed = List.copyOf(waiting);
            waiting.clear();
        }
        failed.forEach(entry -> entry.fail(why));
    }

    /** Turns down what waits for its turn and what comes. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        failAll(HubException.of(HubException.Kind.NO_ANSWER, "this client stops"));
    }
}
