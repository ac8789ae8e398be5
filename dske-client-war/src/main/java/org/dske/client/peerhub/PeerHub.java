package org.dske.client.peerhub;

import jakarta.ws.rs.client.Client;
import jakarta.ws.rs.client.WebTarget;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.stream.Stream;
import org.dske.key.KeyId;
import org.dske.key.NodeName;
import org.dske.key.SaeId;
import org.dske.psrd.Origin;
import org.dske.psrd.OwnPool;
import org.dske.psrd.PeerPool;
import org.dske.psrd.PoolOwner;
import org.dske.psrd.PoolStatus;
import org.dske.signature.SigningKey;
import org.dske.time.Ticker;

/**
 * A hub as its client sees it: two pools of PSRD, kept filled, and exchanges that are signed both ways. Safe for concurrent
 * use.
 *
 * <p>An exchange that finds the hub without memory of this client, or with a dry pool, is made once more as soon as that is
 * mended, within its time. The bytes of a message of which nothing was sent go back into their pool.
 */
public final class PeerHub implements AutoCloseable {
    private static final int EXCHANGES_AT_A_TIME = 16;

    private final NodeName name;
    private final URI url;
    private final TimedCourier courier;
    private final Supply supply;
    private final OwnPool clientPool;
    private final PeerPool hubPool;
    private final Conduct conduct;
    private final Exchanges exchanges;
    private final ShareSender sender;
    private final ShareCollector collector;
    private final EncryptorLookup lookup;

    PeerHub(
            URI url,
            PeerHubSettings settings,
            Client http,
            InstantSource clock,
            ThreadFactory threads,
            ScheduledExecutorService scheduler) {
        this.name = NodeName.lastPartOf(url.getPath());
        this.url = url;
        WebTarget target = http.target(url);
        this.courier = new TimedCourier(
                new OutOfBand(
                        http.target(settings.oobPorts().of(url)),
                        settings.client(),
                        settings.encryptors(),
                        settings.suites(),
                        settings.maxBody()),
                new TimedCalls(1, threads, scheduler),
                settings.hubTimeout());
        this.supply = new Supply(name, courier, settings.suites(), settings.supply(), scheduler);
        this.clientPool = new OwnPool(
                name + "/client",
                PoolOwner.CLIENT,
                settings.psrd().refillBelow(),
                supply.refillOf(PoolOwner.CLIENT),
                Ticker.SYSTEM,
                Integer.MAX_VALUE);
        this.hubPool = new PeerPool(
                name + "/hub",
                PoolOwner.HUB,
                settings.psrd().refillBelow(),
                supply.refillOf(PoolOwner.HUB),
                Ticker.SYSTEM,
                settings.supply().mostUnused());
        this.conduct = new Conduct(name, clock);
        this.exchanges = new Exchanges(new TimedCalls(EXCHANGES_AT_A_TIME, threads, scheduler), supply, conduct);
        Duration patience = settings.psrd().patience();
        SignedChannel channel = new SignedChannel(settings.client(), name, hubPool, patience);
        InBand inBand = new InBand(target, settings.client(), channel, settings.maxBody());
        Outlay outlay = new Outlay(clientPool, supply, patience);
        Lacks lacks = new Lacks(supply::registrations);
        BatchLimit batchLimit = new BatchLimit(settings.maxBody());
        this.sender = new ShareSender(settings.client(), inBand, outlay, lacks, batchLimit);
        this.collector = new ShareCollector(
                new ShareFetcher(settings.client(), inBand, outlay, hubPool, patience),
                lacks,
                batchLimit,
                settings.largestShare(),
                settings.suites().requireIts());
        // The others check as often as this client, as far as it knows, and may just have done so.
        Duration untilAllKnow = settings.hubCheck().multipliedBy(3);
        this.lookup = new EncryptorLookup(inBand, outlay, lacks, () -> supply.hasLostItsMemory(untilAllKnow));
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
     * What the hub has done that it ought not to do.
     *
     * @return where that is counted
     */
    public Conduct conduct() {
        return conduct;
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
     * How the PSRD that is shared with the hub came.
     *
     * @return the way of the weakest block; nothing if there is no block
     */
    public Optional<Origin> weakestOrigin() {
        return Stream.of(clientPool, hubPool)
                .flatMap(pool -> pool.weakestOrigin().stream())
                .min(Comparator.naturalOrder());
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
        if (!state().isUp()) {
            return 0;
        }
        return Math.min(clientPool.remaining() / (shareSize + SigningKey.SIZE), hubPool.remaining() / SigningKey.SIZE);
    }

    /**
     * Hands shares to the hub: by one exchange if the hub knows how, and they fit into one message.
     *
     * @param batch the shares, which are wiped when the exchange has ended
     * @param limit how long all of it may take
     * @return the hub's name, when it has taken all shares; fails with a {@link HubException}
     */
    public CompletableFuture<NodeName> post(ShareBatch batch, Duration limit) {
        return exchanges.startWith(limit, batch, exchange -> {
            sender.send(batch, exchange);
            return name;
        });
    }

    /**
     * Asks the hub for shares: by one exchange if the hub knows how, and they fit into one message.
     *
     * @param keyIds the keys, each once
     * @param master the encryptor that the keys were made for
     * @param slave the encryptor that asks
     * @param limit how long all of it may take
     * @return what came of it, of each key; fails with a {@link HubException} if that is not known in time
     */
    public CompletableFuture<FetchedShares> fetch(List<KeyId> keyIds, SaeId master, SaeId slave, Duration limit) {
        List<KeyId> asked = List.copyOf(keyIds);
        return exchanges.start(limit, exchange -> collector.collect(asked, master, slave, exchange));
    }

    /**
     * Asks the hub which client an encryptor is registered with.
     *
     * @param encryptor the encryptor
     * @param limit how long it may take
     * @return the client's name, nothing if the hub says that nobody has registered it; fails with a {@link HubException}, which
     *     is a refusal if the hub cannot say
     */
    public CompletableFuture<Optional<NodeName>> find(SaeId encryptor, Duration limit) {
        return exchanges.start(limit, exchange -> lookup.find(encryptor, exchange));
    }

    void start() {
        supply.start(List.of(clientPool, hubPool));
    }

    /** Makes sure that the hub is there, if there was nothing to hear of it since the last time; erases what lost messages left. */
    void check() {
        clientPool.expire();
        hubPool.expire();
        supply.check();
    }

    /**
     * Takes leave of the hub, which keeps nothing of this client then. The pools are filled no more.
     *
     * @return done when the hub has answered, or has had its time
     */
    CompletableFuture<Void> takeLeave() {
        supply.stop();
        return courier.takeLeave();
    }

    /** Ends all exchanges and wipes the pools. */
    @Override
    public void close() {
        exchanges.close();
        courier.close();
        clientPool.close();
        hubPool.close();
    }
}
