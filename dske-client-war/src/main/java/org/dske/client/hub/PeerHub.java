package org.dske.client.hub;

import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.stream.Stream;
import org.dske.client.audit.FaultRecord;
import org.dske.client.keyshare.BatchLimit;
import org.dske.client.keyshare.EncryptorLookup;
import org.dske.client.keyshare.FetchedShares;
import org.dske.client.keyshare.InBandClient;
import org.dske.client.keyshare.RegisteredClient;
import org.dske.client.keyshare.ShareBatch;
import org.dske.client.keyshare.ShareFetcher;
import org.dske.client.keyshare.ShareSender;
import org.dske.client.psrd.HttpOutOfBandClient;
import org.dske.client.psrd.PoolReplenisher;
import org.dske.client.psrd.RegistrationStatus;
import org.dske.client.transport.HttpTransport;
import org.dske.client.transport.HubException;
import org.dske.client.transport.SignedChannel;
import org.dske.key.KeyId;
import org.dske.key.NodeName;
import org.dske.key.SaeId;
import org.dske.ledger.Origin;
import org.dske.ledger.PoolOwner;
import org.dske.psrd.OwnPool;
import org.dske.psrd.PeerPool;
import org.dske.psrd.PoolStatus;
import org.dske.signature.SigningKey;
import org.dske.signature.Suites;
import org.dske.time.Ticker;

/**
 * A hub as its client sees it: two pools of PSRD, kept filled, and exchanges that are signed both ways. Safe for concurrent use.
 *
 * <p>An exchange that finds the hub without memory of this client, or with a dry pool, is made once more as soon as that is
 * mended, within its time. The bytes of a message of which nothing was sent go back into their pool.
 */
public final class PeerHub implements AutoCloseable {
    private final NodeName name;
    private final KnownHub known;
    private final PoolReplenisher replenisher;
    private final OwnPool clientPool;
    private final PeerPool hubPool;
    private final FaultRecord faults;
    private final InBandClient inBand;
    private final ShareSender sender;
    private final ShareFetcher fetcher;
    private final EncryptorLookup lookup;

    PeerHub(
            KnownHub known,
            PeerHubSettings settings,
            HttpTransport http,
            InstantSource clock,
            Ticker ticker,
            ScheduledExecutorService scheduler) {
        this.name = known.name();
        this.known = known;
        NodeName client = settings.client();
        Suites suites = settings.suites(known);
        this.replenisher = new PoolReplenisher(
                name,
                new HttpOutOfBandClient(
                        http,
                        settings.oobPorts().of(known.url()),
                        client,
                        settings.encryptors(),
                        suites,
                        known.number(),
                        settings.maxBody(),
                        settings.hubTimeout()),
                suites,
                settings.replenishing(),
                scheduler);
        this.clientPool = new OwnPool(
                name + "/client",
                PoolOwner.CLIENT,
                settings.psrd().refillBelow(),
                replenisher.refillOf(PoolOwner.CLIENT),
                ticker,
                Integer.MAX_VALUE);
        this.hubPool = new PeerPool(
                name + "/hub",
                PoolOwner.HUB,
                settings.psrd().refillBelow(),
                replenisher.refillOf(PoolOwner.HUB),
                ticker,
                settings.replenishing().mostUnused());
        this.faults = new FaultRecord(name, clock, ticker);
        Duration patience = settings.psrd().patience();
        SignedChannel channel = new SignedChannel(http, known.url(), client, hubPool, patience, settings.maxBody());
        this.inBand = new InBandClient(channel, clientPool, replenisher, faults, patience, settings.hubTimeout());
        BatchLimit batchLimit = new BatchLimit(settings.maxBody());
        this.sender = new ShareSender(inBand, batchLimit);
        this.fetcher = new ShareFetcher(inBand, batchLimit, settings.largestShare(), settings.requireIts());
        // The others check as often as this client, as far as it knows, and may just have done so.
        Duration untilAllKnow = settings.hubCheck().multipliedBy(3);
        this.lookup = new EncryptorLookup(inBand, () -> replenisher.hasLostItsMemory(untilAllKnow));
    }

    /** The hub's name: the last part of its URL. */
    public NodeName name() {
        return name;
    }

    /** Where the hub is. */
    public URI url() {
        return known.url();
    }

    /**
     * The number that the client knows the hub by, from its configuration: where the hub's shares of the mode {@code its} lie; 1
     * to 255.
     */
    public int number() {
        return known.number();
    }

    /** What there is to see of the client's registration with the hub. */
    public RegistrationStatus registration() {
        return replenisher.status();
    }

    /** What the hub has done that it ought not to do. */
    public FaultRecord faults() {
        return faults;
    }

    /** Whether the client is registered and the pools are filled, so that the next exchange waits for nothing. */
    public boolean isReady() {
        return replenisher.isReady();
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

    /** How the PSRD that is shared with the hub came, by its weakest block; nothing if there is no block. */
    public Optional<Origin> weakestOrigin() {
        return Stream.of(clientPool, hubPool)
                .flatMap(pool -> pool.weakestOrigin().stream())
                .min(Comparator.naturalOrder());
    }

    /** How many bytes this client can still allocate. */
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
        if (!registration().isUp()) {
            return 0;
        }
        return Math.min(clientPool.remaining() / (shareSize + SigningKey.SIZE), hubPool.remaining() / SigningKey.SIZE);
    }

    /**
     * Hands shares to the hub: by one exchange if the hub knows how, and they fit into one message.
     *
     * @param batch the shares, which are wiped when the exchange has ended
     * @return the hub's name, when it has taken all shares; fails with a {@link HubException}
     */
    public CompletableFuture<NodeName> post(ShareBatch batch, Duration limit) {
        return sender.send(batch, limit).thenApply(sent -> name);
    }

    /**
     * Asks the hub for shares: by one exchange if the hub knows how, and they fit into one message.
     *
     * @param keyIds the keys, each once
     * @param master the encryptor that the keys were made for
     * @return what came of it, of each key; fails with a {@link HubException} if that is not known in time
     */
    public CompletableFuture<FetchedShares> fetch(List<KeyId> keyIds, SaeId master, SaeId slave, Duration limit) {
        return fetcher.fetch(keyIds, master, slave, limit);
    }

    /**
     * Asks the hub which client an encryptor is registered with. The future has the client, or nothing if the hub says that nobody
     * has registered it; fails with a {@link HubException}, which is a refusal if the hub cannot say.
     */
    public CompletableFuture<Optional<RegisteredClient>> find(SaeId encryptor, Duration limit) {
        return lookup.find(encryptor, limit);
    }

    void start() {
        replenisher.start(List.of(clientPool, hubPool));
    }

    /** Makes sure that the hub is there, if it answered nothing since the last time. */
    void check() {
        replenisher.check();
    }

    /**
     * Unregisters at the hub, which keeps nothing of this client then. The pools are filled no more. Done when the hub has
     * answered, or has had its time.
     */
    CompletableFuture<Void> unregister() {
        return replenisher.stop();
    }

    /** Turns down what waits for its turn, and wipes the pools. */
    @Override
    public void close() {
        inBand.close();
        clientPool.close();
        hubPool.close();
    }
}
