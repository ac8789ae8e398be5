package org.dske.client.psrd;

import java.net.URI;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Supplier;
import org.dske.allocation.AllocatedBytes;
import org.dske.client.transport.HttpTransport;
import org.dske.client.transport.HubException;
import org.dske.client.transport.HubRequest;
import org.dske.client.transport.SignedChannel;
import org.dske.ledger.Incarnation;
import org.dske.ledger.StoreException;
import org.dske.protocol.RegistrationResponse;
import org.dske.protocol.Resources;
import org.dske.psrd.OwnPool;
import org.dske.psrd.PeerPool;
import org.dske.psrd.Pool;
import org.dske.psrd.Pool.Use;
import org.dske.psrd.PoolExhaustedException;
import org.dske.psrd.PoolStoppedException;
import org.dske.signature.SignatureSuite;
import org.dske.signature.SigningKey;
import org.dske.signature.Suites;
import org.dske.time.Deadline;
import org.jspecify.annotations.Nullable;

/**
 * Registration in band, signed with PSRD that a package has brought. Each attempt that is sent costs bytes that no courier brings again: so
 * a hub that takes requests and answers none is asked more and more seldom. Source: protocol, section 7.
 */
public final class SignedRegistrationClient implements RegistrationClient {
    /** Where a wait for the store blocks nobody else. */
    private static final Executor WAITING = Thread::startVirtualThread;

    /** A crash costs two segments at most, which may begin in the midst of one. */
    private static final int MOST_SKIPPED = 3;

    private static final int MOST_IN_VAIN = 8;

    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);
    private static final int MOST_DOUBLINGS = 6;

    private final HttpTransport http;
    private final URI url;
    private final RegisteringClient self;
    private final Suites suites;
    private final int maxBody;
    private final Duration limit;

    /** Changed by one attempt after the other. */
    private volatile Attempts attempts = Attempts.NONE;

    /**
     * Registrations that were sent in vain, one after the other.
     *
     * @param pause until when there is none
     * @param reason why the last one was in vain
     */
    private record Attempts(int inVain, Deadline pause, String reason) {
        private static final Attempts NONE = new Attempts(0, Deadline.in(Duration.ZERO), "");

        /** How much of the pool is given up for it. Anybody can say that bytes are used: so that has an end until a registration succeeds. */
        int mostSkipped() {
            if (inVain == 0) {
                return MOST_SKIPPED;
            }
            return inVain < MOST_IN_VAIN ? 1 : 0;
        }

        Attempts oneMore(HubException failure) {
            Duration next = Duration.ofSeconds(1L << Math.min(inVain, MOST_DOUBLINGS));
            return new Attempts(
                    inVain + 1,
                    Deadline.in(next.compareTo(LONGEST_PAUSE) < 0 ? next : LONGEST_PAUSE),
                    failure.getMessage());
        }
    }

    @Override
    public void beginAnew() {
        attempts = Attempts.NONE;
    }

    /**
     * Of a hub.
     *
     * @param url the hub's base URL
     * @param self who registers
     * @param maxBody the largest answer in bytes
     * @param limit how long one call may take until the last byte of its answer
     */
    public SignedRegistrationClient(
            HttpTransport http, URI url, RegisteringClient self, Suites suites, int maxBody, Duration limit) {
        this.http = http;
        this.url = url;
        this.self = self;
        this.suites = suites;
        this.maxBody = maxBody;
        this.limit = limit;
    }

    @Override
    public CompletableFuture<RegistrationResponse> register(
            Collection<Pool> pools, Supplier<Holding> holding, Optional<Incarnation> incarnation) {
        Attempts before = attempts;
        if (!before.pause().isOver()) {
            return CompletableFuture.failedFuture(HubException.of(HubException.Kind.WITHHELD, before.reason()));
        }
        OwnPool own = only(OwnPool.class, pools);
        SignedChannel channel =
                new SignedChannel(http, url, self.client().name(), only(PeerPool.class, pools), limit, maxBody);
        // Which suite it speaks is not known before; where both are allowed they take turns.
        List<SignatureSuite> spoken = suites.spoken();
        SignatureSuite suite = spoken.get(before.inVain() % spoken.size());
        return attempt(before.mostSkipped(), own, channel, suite, holding, incarnation);
    }

    /** A hub that has crashed has lost what was in its memory: it says that it is used, and no more is known of how much it is. */
    private CompletableFuture<RegistrationResponse> attempt(
            int mostSkipped,
            OwnPool own,
            SignedChannel channel,
            SignatureSuite suite,
            Supplier<Holding> holding,
            Optional<Incarnation> incarnation) {
        return CompletableFuture.supplyAsync(() -> key(own), WAITING)
                // What it holds is looked at now: a package may have come since, and the key be of it.
                .thenCompose(key -> channel.exchange(
                                Use.REGISTRATION,
                                HubRequest.put(
                                        Resources.REGISTRATION, self.message(suites, holding.get(), incarnation)),
                                key,
                                suite,
                                limit,
                                reply -> reply.read(RegistrationResponse.class, Function.identity()))
                        .whenComplete((answer, failure) -> ended(own, key, failure)))
                .exceptionallyCompose(failure -> {
                    if (mostSkipped == 0 || HubException.explain(failure).kind() != HubException.Kind.SEEMS_USED) {
                        return CompletableFuture.failedFuture(failure);
                    }
                    own.skipSegmentForRegistration();
                    return attempt(mostSkipped - 1, own, channel, suite, holding, incarnation);
                });
    }

    private static <T extends Pool> T only(Class<T> type, Collection<Pool> pools) {
        return pools.stream()
                .filter(type::isInstance)
                .map(type::cast)
                .findFirst()
                .orElseThrow();
    }

    private AllocatedBytes key(OwnPool own) {
        if (own.remaining() < SigningKey.SIZE) {
            throw unenrolled();
        }
        try {
            return own.allocate(Use.REGISTRATION, limit, SigningKey.SIZE).getFirst();
        } catch (PoolExhaustedException | PoolStoppedException e) {
            throw HubException.of(HubException.Kind.UNENROLLED, "a package of this hub is needed");
        } catch (StoreException e) {
            throw HubException.of(HubException.Kind.EXHAUSTED, e.getMessage());
        }
    }

    private static HubException unenrolled() {
        return HubException.of(HubException.Kind.UNENROLLED, "a package of this hub is needed");
    }

    private void ended(OwnPool own, AllocatedBytes key, @Nullable Throwable failure) {
        if (failure == null) {
            attempts = Attempts.NONE;
        } else {
            HubException why = HubException.explain(failure);
            if (why.kind() == HubException.Kind.NOT_SENT) {
                own.giveBack(Use.REGISTRATION, key);
            } else {
                attempts = attempts.oneMore(why);
            }
        }
        key.close();
    }

    /** A client that a courier has made acquainted with its hub stays so until the hub takes it out. */
    @Override
    public CompletableFuture<Void> unregister() {
        return CompletableFuture.completedFuture(null);
    }
}
