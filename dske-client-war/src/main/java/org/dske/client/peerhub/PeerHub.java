package org.dske.client.peerhub;

import jakarta.ws.rs.client.Client;
import jakarta.ws.rs.client.WebTarget;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.function.Function;
import org.dske.encryption.EncryptionKey;
import org.dske.error.ErrorCode;
import org.dske.key.KeyId;
import org.dske.key.NodeName;
import org.dske.key.SaeId;
import org.dske.protocol.AllocationMessage;
import org.dske.protocol.GetKeyShareResponse;
import org.dske.protocol.PostKeyShareRequest;
import org.dske.protocol.RegistrationResponse;
import org.dske.psrd.AllocatedBytes;
import org.dske.psrd.Allocation;
import org.dske.psrd.Block;
import org.dske.psrd.OwnPool;
import org.dske.psrd.PeerPool;
import org.dske.psrd.PoolExhaustedException;
import org.dske.psrd.PoolOwner;
import org.dske.psrd.PoolStatus;
import org.dske.secret.SecretBytes;
import org.dske.sharing.ClassicSharing;
import org.dske.sharing.Share;
import org.dske.signature.SigningKey;

/**
 * A hub as its client sees it: two pools of PSRD, kept filled, and exchanges that are signed both ways. Safe for concurrent
 * use.
 *
 * <p>An exchange that finds the hub without memory of this client, or with a dry pool, is made once more as soon as that is
 * mended, within its time. The bytes of a message of which nothing was sent go back into their pool.
 */
public final class PeerHub implements AutoCloseable {
    /** Longer than a response can be under way. */
    private static final Duration GRACE_FOR_PASSED_BLOCKS = Duration.ofMinutes(1);

    /** An exchange that still fails after this many attempts will not succeed in its time. */
    private static final int MAX_ATTEMPTS = 4;

    private static final int EXCHANGES_AT_A_TIME = 16;

    private static final Duration TIME_TO_TAKE_LEAVE = Duration.ofSeconds(1);

    private final NodeName name;
    private final URI url;
    private final PeerHubSettings settings;
    private final TimedCalls calls;
    private final TimedCalls supplyCalls;
    private final OutOfBand outOfBand;
    private final InBand inBand;
    private final Supply supply;
    private final OwnPool clientPool;
    private final PeerPool hubPool;

    PeerHub(
            URI url,
            PeerHubSettings settings,
            Client http,
            InstantSource clock,
            ThreadFactory threads,
            ScheduledExecutorService scheduler) {
        this.name = NodeName.lastPartOf(url.getPath());
        this.url = url;
        this.settings = settings;
        this.calls = new TimedCalls(EXCHANGES_AT_A_TIME, threads, scheduler);
        this.supplyCalls = new TimedCalls(1, threads, scheduler);
        WebTarget target = http.target(url);
        this.outOfBand = new OutOfBand(target, settings.client(), settings.encryptors(), settings.maxBlockBody());
        this.supply = new Supply(name, new TimedCourier(), settings.supply(), scheduler);
        this.clientPool = new OwnPool(
                name + "/client", PoolOwner.CLIENT, settings.psrd().refillBelow(), supply.refillOf(PoolOwner.CLIENT));
        this.hubPool = new PeerPool(
                name + "/hub",
                PoolOwner.HUB,
                settings.psrd().refillBelow(),
                supply.refillOf(PoolOwner.HUB),
                clock,
                GRACE_FOR_PASSED_BLOCKS);
        SignedChannel channel = new SignedChannel(
                settings.client(),
                name,
                settings.suite(),
                hubPool,
                settings.psrd().patience());
        this.inBand = new InBand(target, settings.client(), channel, settings.maxBody());
    }

    /**
     * The hub's name.
     *
     * @return the last part of its URL
     */
    public NodeName name() {
        return name;
    }

    /**
     * Where the hub is.
     *
     * @return its base URL
     */
    public URI url() {
        return url;
    }

    /**
     * How the client stands with the hub.
     *
     * @return a snapshot
     */
    public SupplyState state() {
        return supply.state();
    }

    /**
     * Whether the client is registered and the pools are filled.
     *
     * @return true if the next exchange waits for nothing
     */
    public boolean isReady() {
        return supply.isReady();
    }

    /**
     * What there is to see of the two pools.
     *
     * @param reveal whether to show the first ten bytes of each block: for study only
     * @return the client's pool and the hub's
     */
    public List<PoolStatus> poolStatus(boolean reveal) {
        return List.of(clientPool.status(reveal), hubPool.status(reveal));
    }

    /**
     * How many bytes this client can still allocate.
     *
     * @return bytes left in the client's pool
     */
    public long bytesLeft() {
        return clientPool.remaining();
    }

    /**
     * How many keys the PSRD at hand is good for, as initiator.
     *
     * @param shareSize the size of their shares in bytes
     * @return the number of keys, 0 if the hub is out of reach
     */
    public long keysLeft(int shareSize) {
        if (!"registered".equals(state().word())) {
            return 0;
        }
        return Math.min(clientPool.remaining() / (shareSize + SigningKey.SIZE), hubPool.remaining() / SigningKey.SIZE);
    }

    /**
     * Hands a share to the hub.
     *
     * @param keyId the key
     * @param master the encryptor that the key was made for
     * @param slave the encryptor at the other end
     * @param share the share, which is wiped when the exchange has ended
     * @param limit how long the exchange may take
     * @return the hub's name, when it has taken the share; fails with a {@link HubException}
     */
    public CompletableFuture<NodeName> post(KeyId keyId, SaeId master, SaeId slave, Share share, Duration limit) {
        return exchange(limit, attempt -> postOnce(keyId, master, slave, share, attempt))
                .whenComplete((taken, failure) -> share.close());
    }

    /**
     * Asks the hub for a share.
     *
     * @param keyId the key
     * @param master the encryptor that the key was made for
     * @param slave the encryptor that asks
     * @param limit how long the exchange may take
     * @return the share; fails with a {@link HubException}
     */
    public CompletableFuture<Share> get(KeyId keyId, SaeId master, SaeId slave, Duration limit) {
        return exchange(limit, attempt -> decrypt(signed(key -> inBand.get(keyId, master, slave, key))));
    }

    /**
     * Asks the hub which client an encryptor is registered with.
     *
     * @param encryptor the encryptor
     * @param limit how long the exchange may take
     * @return the client's name; fails with a {@link HubException}, a refusal with 404 if there is none
     */
    public CompletableFuture<NodeName> find(SaeId encryptor, Duration limit) {
        return exchange(
                limit,
                attempt ->
                        new NodeName(signed(key -> inBand.find(encryptor, key)).clientName()));
    }

    void start() {
        supply.start(List.of(clientPool, hubPool));
    }

    /**
     * Takes leave of the hub, which keeps nothing of this client then. The pools are filled no more.
     *
     * @return done when the hub has answered, or has had its time
     */
    CompletableFuture<Void> takeLeave() {
        supply.stop();
        return supplyCalls
                .start(
                        () -> {
                            outOfBand.unregister();
                            return true;
                        },
                        TIME_TO_TAKE_LEAVE)
                // A hub that is away drops the blocks when the client registers anew.
                .handle((answered, failure) -> null);
    }

    /** Ends all exchanges and wipes the pools. */
    @Override
    public void close() {
        calls.close();
        supplyCalls.close();
        clientPool.close();
        hubPool.close();
    }

    private <T> CompletableFuture<T> exchange(Duration limit, Attempt<T> attempt) {
        long deadline = System.nanoTime() + limit.toNanos();
        return calls.start(() -> attempt(attempt, deadline), limit);
    }

    private <T> T attempt(Attempt<T> attempt, long deadline) {
        for (int made = 1; ; made++) {
            try {
                return attempt.make(made);
            } catch (RuntimeException e) {
                HubException failure = HubHttp.explain(e);
                if (made == MAX_ATTEMPTS || !recover(failure, deadline)) {
                    throw failure;
                }
            }
        }
    }

    /** Mends what made an exchange fail, if it can be mended soon. */
    private boolean recover(HubException failure, long deadline) {
        switch (failure.kind()) {
            case FORGOTTEN, UNKNOWN_BLOCK -> supply.hintForgotten();
            case DRY -> supply.reportDry(failure.missing());
            case SEEMS_DRY -> supply.hintDry(failure.missing());
            case NO_ANSWER, NOT_SENT -> {
                supply.suspect(failure.getMessage());
                return false;
            }
            case EXHAUSTED, REFUSED -> {
                return false;
            }
        }
        return supply.awaitRound(deadline);
    }

    private NodeName postOnce(KeyId keyId, SaeId master, SaeId slave, Share share, int attempt) {
        List<AllocatedBytes> allocated = allocate(share.value().size(), SigningKey.SIZE);
        try {
            AllocatedBytes pad = allocated.get(0);
            PostKeyShareRequest message = new PostKeyShareRequest(
                    settings.client().name(),
                    master.name(),
                    slave.name(),
                    keyId.uuid(),
                    share.index(),
                    AllocationMessage.of(pad.allocation()),
                    new EncryptionKey(pad.bytes()).encrypt(share.value()),
                    null,
                    null,
                    null);
            inBand.post(message, new ExchangeKey(allocated.get(1)));
        } catch (RuntimeException e) {
            requireTaken(HubHttp.explain(e), allocated, attempt);
        } finally {
            allocated.forEach(AllocatedBytes::close);
        }
        return name;
    }

    private void requireTaken(HubException failure, List<AllocatedBytes> allocated, int attempt) {
        if (failure.kind() == HubException.Kind.NOT_SENT) {
            allocated.forEach(clientPool::giveBack);
        }
        // The answer to an attempt before this one got lost, but the hub took the share.
        if (attempt == 1 || failure.refusal().orElse(0) != ErrorCode.CONFLICT.httpStatus()) {
            throw failure;
        }
    }

    /**
     * Makes a GET. Its signing key never goes back into the pool: the HTTP client sends a GET again by itself when the
     * connection breaks, so that a refused connection does not mean that nothing was sent.
     */
    private <T> T signed(Function<ExchangeKey, T> call) {
        try (AllocatedBytes allocated = allocate(SigningKey.SIZE).get(0)) {
            return call.apply(new ExchangeKey(allocated));
        }
    }

    private List<AllocatedBytes> allocate(int... sizes) {
        try {
            return clientPool.allocate(settings.psrd().patience(), sizes);
        } catch (PoolExhaustedException e) {
            String reason = supply.state().reason();
            throw HubException.of(HubException.Kind.EXHAUSTED, reason == null ? e.getMessage() : reason);
        }
    }

    private Share decrypt(GetKeyShareResponse response) {
        if (response.sharing() != null && !response.sharing().equals(ClassicSharing.NAME)) {
            throw HubException.of(HubException.Kind.NO_ANSWER, "its share is of a mode that this client does not know");
        }
        byte[] encrypted = response.encryptedShareValue();
        Allocation allocation = response.encryptionKeyAllocation().toAllocation();
        try (SecretBytes pad =
                hubPool.peek(allocation, encrypted.length, settings.psrd().patience())) {
            SecretBytes value = new EncryptionKey(pad).decrypt(encrypted);
            hubPool.consume(allocation);
            return new Share(response.shareIndex(), value);
        }
    }

    /** One attempt at an exchange. */
    private interface Attempt<T> {
        /** Makes the attempt, which is the first, the second... */
        T make(int number);
    }

    /** Calls the hub out of band, in a thread that exchanges which wait for a refill cannot take. */
    private final class TimedCourier implements Courier {
        @Override
        public RegistrationResponse register(Set<UUID> knownBlocks) {
            return supplyCalls
                    .start(() -> outOfBand.register(knownBlocks), settings.hubTimeout())
                    .join();
        }

        @Override
        public Block fetch(PoolOwner owner, int size) {
            return supplyCalls
                    .start(() -> outOfBand.fetch(owner, size), settings.hubTimeout())
                    .join();
        }
    }
}
