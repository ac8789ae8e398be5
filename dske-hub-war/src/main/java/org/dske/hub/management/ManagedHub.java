package org.dske.hub.management;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.dske.auditlog.AuditLog;
import org.dske.config.ManagementSettings;
import org.dske.hub.client.PeerClient;
import org.dske.hub.client.PeerClients;
import org.dske.hub.keyshare.KeyShares;
import org.dske.hub.psrd.PsrdSource;
import org.dske.hub.quota.Quotas;
import org.dske.hub.share.Holding;
import org.dske.key.NodeName;
import org.dske.key.SaeId;
import org.dske.management.AuditMetrics;
import org.dske.management.ManagedNode;
import org.dske.management.Metric;
import org.dske.management.PsrdMetrics;
import org.dske.management.RandomStatus;
import org.dske.management.Refusals;
import org.dske.management.StoreStatus;
import org.dske.memory.MemoryExposure;
import org.dske.psrd.Pool;
import org.dske.psrd.PoolStatus;
import org.dske.random.RandomSource;
import org.dske.store.NodeStore;

/** A hub, as its management interface sees it. */
public final class ManagedHub implements ManagedNode {
    private final NodeName name;
    private final PeerClients clients;
    private final KeyShares shares;
    private final Quotas quotas;
    private final PsrdSource source;
    private final Refusals refusals;
    private final NodeStore store;
    private final AuditLog audit;
    private final RandomSource random;
    private final MemoryExposure memory;
    private final ManagementSettings settings;

    public ManagedHub(
            NodeName name,
            PeerClients clients,
            KeyShares shares,
            Quotas quotas,
            PsrdSource source,
            Refusals refusals,
            NodeStore store,
            AuditLog audit,
            RandomSource random,
            MemoryExposure memory,
            ManagementSettings settings) {
        this.name = name;
        this.clients = clients;
        this.shares = shares;
        this.quotas = quotas;
        this.source = source;
        this.refusals = refusals;
        this.store = store;
        this.audit = audit;
        this.random = random;
        this.memory = memory;
        this.settings = settings;
    }

    @Override
    public HubStatus status(boolean mayReveal) {
        return new HubStatus(
                name.name(),
                "hub",
                random.failure().isEmpty(),
                settings.laboratory(),
                clients.all().stream()
                        .map(client -> status(client, mayReveal && settings.reveal()))
                        .toList(),
                clients.issued().stream().map(HubStatus.IssuedPackage::of).toList(),
                shares.held().shares(),
                shares.oldest().map(Duration::toSeconds).orElse(null),
                shares.status(),
                quotasOfAll(),
                StoreStatus.of(store),
                audit.status(),
                RandomStatus.of(random),
                memory,
                refusals.all());
    }

    @Override
    public List<Metric> metrics() {
        Stream<Metric> metrics = Stream.of(
                refusals.metric(),
                RandomStatus.of(random).metric(),
                Metric.of(
                        "dske_clients",
                        Metric.Type.GAUGE,
                        "Clients that are registered",
                        clients.all().size()),
                Metric.of(
                        "dske_shares",
                        Metric.Type.GAUGE,
                        "Shares that the hub holds",
                        shares.held().shares()),
                Metric.of(
                        "dske_shares_taken_total",
                        Metric.Type.COUNTER,
                        "Shares that the hub has taken from initiators",
                        shares.taken()),
                Metric.of(
                        "dske_shares_fetched_total",
                        Metric.Type.COUNTER,
                        "Shares that the hub has given to responders",
                        shares.fetched()),
                Metric.of(
                        "dske_oldest_share_seconds",
                        Metric.Type.GAUGE,
                        "For how long the oldest share has been there; 0 if there is none",
                        shares.oldest().map(Duration::toSeconds).orElse(0L)));
        return Stream.of(
                        metrics,
                        PsrdMetrics.of(clients.all().stream()
                                .flatMap(client -> pools(client, false).stream())
                                .toList()),
                        StoreStatus.metrics(store).stream(),
                        AuditMetrics.of(audit.status()).stream())
                .flatMap(each -> each)
                .toList();
    }

    @Override
    public List<Check> checks() {
        return List.of(
                new Check("store", !store.isFailing() && !shares.isFailing()),
                new Check("audit", !audit.isFailing()),
                new Check("randomness", random.failure().isEmpty()));
    }

    private static List<PoolStatus> pools(PeerClient client, boolean reveal) {
        return List.of(client.clientPool().status(reveal), client.hubPool().status(reveal));
    }

    @Override
    public void stop() {
        shares.close();
        clients.close();
        store.close();
        audit.close();
    }

    private HubStatus.PeerClientStatus status(PeerClient client, boolean reveal) {
        return new HubStatus.PeerClientStatus(
                client.name().name(),
                client.peer().instance().isEmpty() ? null : client.peer().instance(),
                client.isRegistered() ? "registered" : "known",
                client.isRegistered() ? client.suite().wireName() : null,
                client.encryptors().stream().sorted().map(SaeId::name).toList(),
                pools(client, reveal),
                quotasOf(client));
    }

    /** What all clients use of the quotas together. */
    private List<QuotaStatus> quotasOfAll() {
        return List.of(
                QuotaStatus.of(quotas.clients(), clients.all().size()),
                QuotaStatus.of(quotas.allPsrdBytes(), source.held()),
                QuotaStatus.of(quotas.allShareBytes(), shares.held().bytes()));
    }

    /** What a client uses of its quotas. */
    private List<QuotaStatus> quotasOf(PeerClient client) {
        Holding held = shares.heldFrom(client.name());
        return Stream.concat(
                        client.pools().flatMap(this::quotasOf),
                        Stream.of(
                                QuotaStatus.of(
                                        quotas.encryptors(), client.encryptors().size()),
                                QuotaStatus.of(quotas.shares(), held.shares()),
                                QuotaStatus.of(quotas.shareBytes(), held.bytes())))
                .toList();
    }

    private Stream<QuotaStatus> quotasOf(Pool pool) {
        return Stream.of(
                QuotaStatus.of(quotas.blocks(), pool.owner(), pool.blockCount()),
                QuotaStatus.of(quotas.psrdBytes(), pool.owner(), pool.size()));
    }
}
