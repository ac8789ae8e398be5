package org.dske.client.hub;

import java.net.URI;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Supplier;
import org.dske.auditlog.AuditLog;
import org.dske.client.audit.FaultRecord;
import org.dske.client.keyshare.BatchLimit;
import org.dske.client.keyshare.EncryptorLookup;
import org.dske.client.keyshare.ExchangeQueue;
import org.dske.client.keyshare.InBandClient;
import org.dske.client.keyshare.ShareFetcher;
import org.dske.client.keyshare.ShareSender;
import org.dske.client.psrd.HttpOutOfBandClient;
import org.dske.client.psrd.PoolReplenisher;
import org.dske.client.psrd.RegisteringClient;
import org.dske.client.psrd.RegistrationStatus;
import org.dske.client.psrd.SignedRegistrationClient;
import org.dske.client.transport.HttpTransport;
import org.dske.client.transport.SignedChannel;
import org.dske.config.PsrdSupply;
import org.dske.key.NodeName;
import org.dske.ledger.Origin;
import org.dske.ledger.PeerIncarnations;
import org.dske.ledger.PeerName;
import org.dske.ledger.PoolOwner;
import org.dske.ledger.PsrdLedger;
import org.dske.psrd.OwnPool;
import org.dske.psrd.PeerPool;
import org.dske.psrd.Pool;
import org.dske.psrd.PoolStatus;
import org.dske.signature.SigningKey;
import org.dske.signature.Suites;
import org.dske.time.LatencyHistogram;
import org.dske.time.Ticker;

/**
 * One of the machines that are a hub, mostly the only one: two pools of PSRD, kept filled, and exchanges that are signed both ways. Safe
 * for concurrent use.
 *
 * <p>An exchange that finds the hub without memory of this client, or with a dry pool, is made once more as soon as that is
 * mended, within its time. The bytes of a message of which nothing was sent go back into their pool.
 */
final class HubInstance implements AutoCloseable {
    private final PeerName name;
    private final boolean keepsState;
    private final PoolReplenisher replenisher;
    private final OwnPool clientPool;
    private final PeerPool hubPool;
    private final InBandClient inBand;
    private final ExchangeQueue queue;
    private final ShareSender sender;
    private final ShareFetcher fetcher;
    private final EncryptorLookup lookup;

    HubInstance(
            PeerName hub,
            URI url,
            KnownHub known,
            PeerHubSettings settings,
            HttpTransport http,
            FaultRecord faults,
            PsrdLedger ledger,
            Supplier<UUID> ids,
            Ticker ticker,
            AuditLog audit,
            ScheduledExecutorService scheduler) {
        NodeName client = settings.client().name();
        this.name = hub;
        this.keepsState = ledger.incarnation().isPresent();
        this.replenisher =
                replenisher(hub, url, known, settings, http, new PeerIncarnations(ledger, hub, ids), audit, scheduler);
        this.clientPool = new OwnPool(
                hub + "/client",
                PoolOwner.CLIENT,
                ledger.pool(hub, PoolOwner.CLIENT),
                settings.psrd().refillBelow(),
                replenisher.refillOf(PoolOwner.CLIENT),
                ticker,
                Integer.MAX_VALUE);
        this.hubPool = new PeerPool(
                hub + "/hub",
                PoolOwner.HUB,
                ledger.pool(hub, PoolOwner.HUB),
                settings.psrd().refillBelow(),
                replenisher.refillOf(PoolOwner.HUB),
                ticker,
                settings.replenishing().mostUnused(),
                settings.psrd().largestMessage());
        Duration patience = settings.psrd().patience();
        SignedChannel channel = new SignedChannel(http, url, client, hubPool, patience, settings.maxBody());
        this.inBand = new InBandClient(channel, clientPool, replenisher, faults, patience, settings.hubTimeout());
        BatchLimit batchLimit = new BatchLimit(settings.maxBody());
        this.queue = new ExchangeQueue(inBand, batchLimit, settings.hubTimeout());
        this.sender = new ShareSender(inBand, queue, batchLimit);
        this.fetcher = new ShareFetcher(inBand, queue, batchLimit, settings.largestShare(), settings.requireIts());
        // The others check as often as this client, as far as it knows, and may just have done so.
        Duration untilAllKnow = settings.hubCheck().multipliedBy(3);
        this.lookup = new EncryptorLookup(inBand, () -> replenisher.hasLostItsMemory(untilAllKnow));
    }

    private static PoolReplenisher replenisher(
            PeerName hub,
            URI url,
            KnownHub known,
            PeerHubSettings settings,
            HttpTransport http,
            PeerIncarnations incarnations,
            AuditLog audit,
            ScheduledExecutorService scheduler) {
        Suites suites = settings.suites(known);
        RegisteringClient self = new RegisteringClient(settings.client(), settings.encryptors(), known.number());
        int maxBody = settings.maxBody();
        Duration limit = settings.hubTimeout();
        PsrdSupply supply = settings.supplies().of(known.name());
        if (supply == PsrdSupply.PACKAGE) {
            return new PoolReplenisher(
                    hub.name(),
                    new SignedRegistrationClient(http, url, self, suites, maxBody, limit),
                    incarnations,
                    suites,
                    settings.replenishing(),
                    audit,
                    scheduler);
        }
        return new PoolReplenisher(
                hub.name(),
                new HttpOutOfBandClient(
                        http,
                        settings.oobPorts().of(url),
                        self,
                        suites,
                        supply == PsrdSupply.TLS ? Origin.TLS : Origin.LABORATORY,
                        maxBody,
                        limit),
                incarnations,
                suites,
                settings.replenishing(),
                audit,
                scheduler);
    }

    /** Which machine it is. */
    PeerName name() {
        return name;
    }

    /** A package has brought blocks, which are in the store. */
    void takeIn(Collection<UUID> blocks) {
        replenisher.takeIn(blocks);
    }

    RegistrationStatus registration() {
        return replenisher.status();
    }

    boolean isReady() {
        return replenisher.isReady();
    }

    List<Pool> pools() {
        return List.of(clientPool, hubPool);
    }

    List<PoolStatus> poolStatus(boolean reveal) {
        return pools().stream().map(pool -> pool.status(reveal)).toList();
    }

    Optional<Origin> weakestOrigin() {
        return pools().stream().flatMap(pool -> pool.weakestOrigin().stream()).min(Comparator.naturalOrder());
    }

    LatencyHistogram exchangeTimes() {
        return inBand.exchangeTimes();
    }

    long bytesLeft() {
        return clientPool.remaining();
    }

    long hubBytesLeft() {
        return hubPool.remaining();
    }

    long keysLeft(int shareSize) {
        if (!registration().isUp()) {
            return 0;
        }
        return Math.min(clientPool.remaining() / (shareSize + SigningKey.SIZE), hubPool.remaining() / SigningKey.SIZE);
    }

    /** Hands shares to it. */
    ShareSender sender() {
        return sender;
    }

    /** Asks it for shares. */
    ShareFetcher fetcher() {
        return fetcher;
    }

    /** Asks it for encryptors. */
    EncryptorLookup lookup() {
        return lookup;
    }

    void start() {
        replenisher.start(pools());
    }

    void check() {
        replenisher.check();
    }

    /** The pools are filled no more; unregisters, if this client keeps no state. Done when the hub has answered, or has had its time. */
    CompletableFuture<Void> stop() {
        return replenisher.stop(!keepsState);
    }

    /** Turns down what waits for its turn, and puts back into the store what is in the pools, or wipes it if there is none. */
    @Override
    public void close() {
        inBand.close();
        queue.close();
        if (keepsState) {
            CompletableFuture.allOf(clientPool.putBack(), hubPool.putBack()).join();
        } else {
            clientPool.close();
            hubPool.close();
        }
    }
}
