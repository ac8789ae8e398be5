package org.dske.client.management;

import java.net.URI;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.dske.auditlog.AuditLog;
import org.dske.client.ahead.KeysAhead;
import org.dske.client.audit.FaultRecord;
import org.dske.client.establishment.KeyEstablisher;
import org.dske.client.establishment.SharingPolicy;
import org.dske.client.hub.PeerHub;
import org.dske.client.hub.PeerHubSettings;
import org.dske.client.hub.PeerHubs;
import org.dske.client.psrd.RegistrationStatus;
import org.dske.client.retrieval.KeyRetriever;
import org.dske.config.ManagementSettings;
import org.dske.key.SaeId;
import org.dske.ledger.Origin;
import org.dske.management.AuditMetrics;
import org.dske.management.ManagedNode;
import org.dske.management.Metric;
import org.dske.management.RandomStatus;
import org.dske.management.Refusals;
import org.dske.management.StoreStatus;
import org.dske.memory.MemoryExposure;
import org.dske.random.RandomSource;
import org.dske.sharing.SharingMode;
import org.dske.store.NodeStore;

/** A client, as its management interface sees it. */
public final class ManagedClient implements ManagedNode {
    private final PeerHubSettings identity;
    private final PeerHubs hubs;
    private final SharingPolicy sharing;
    private final int keySize;
    private final KeysAhead ahead;
    private final KeyRetriever retriever;
    private final ClientMetrics metrics;
    private final NodeStore store;
    private final AuditLog audit;
    private final RandomSource random;
    private final MemoryExposure memory;
    private final ManagementSettings settings;

    /**
     * A client.
     *
     * @param identity its name, its encryptors and the largest body of its messages
     * @param keySize the default size of a key in bytes
     */
    public ManagedClient(
            PeerHubSettings identity,
            PeerHubs hubs,
            SharingPolicy sharing,
            int keySize,
            KeyEstablisher establisher,
            KeysAhead ahead,
            KeyRetriever retriever,
            Refusals refusals,
            NodeStore store,
            AuditLog audit,
            RandomSource random,
            MemoryExposure memory,
            ManagementSettings settings) {
        this.identity = identity;
        this.hubs = hubs;
        this.sharing = sharing;
        this.keySize = keySize;
        this.ahead = ahead;
        this.retriever = retriever;
        this.metrics = new ClientMetrics(hubs, sharing.threshold(), establisher, ahead, retriever, refusals);
        this.store = store;
        this.audit = audit;
        this.random = random;
        this.memory = memory;
        this.settings = settings;
    }

    @Override
    public ClientStatus status(boolean mayReveal) {
        SharingMode mode = sharing.mode();
        int shareSize = sharing.shareSize(mode, keySize);
        return new ClientStatus(
                identity.client().name().name(),
                "client",
                hubs.all().stream().allMatch(PeerHub::isReady)
                        && random.failure().isEmpty(),
                settings.laboratory(),
                identity.encryptors().stream().sorted().map(SaeId::name).toList(),
                hubs.all().size(),
                sharing.threshold(),
                mode.wireName(),
                SecurityStatus.of(
                        mode,
                        hubs.all().size(),
                        sharing.threshold(),
                        keySize,
                        identity.maxBody(),
                        sharing.classicHubs(),
                        weakestOrigin()),
                hubs.all().stream()
                        .map(hub -> status(hub, shareSize, mayReveal && settings.reveal()))
                        .toList(),
                StoreStatus.of(store),
                audit.status(),
                RandomStatus.of(random),
                memory);
    }

    @Override
    public List<Metric> metrics() {
        return Stream.of(
                        metrics.all(),
                        Stream.of(RandomStatus.of(random).metric()),
                        StoreStatus.metrics(store).stream(),
                        AuditMetrics.of(audit.status()).stream())
                .flatMap(each -> each)
                .toList();
    }

    /** Its hubs are well if as many as a key needs can do their part for one now. */
    @Override
    public List<Check> checks() {
        int shareSize = sharing.shareSize(sharing.mode(), keySize);
        long able =
                hubs.all().stream().filter(hub -> hub.keysLeft(shareSize) > 0).count();
        return List.of(
                new Check("store", !store.isFailing()),
                new Check("audit", !audit.isFailing()),
                new Check("randomness", random.failure().isEmpty()),
                new Check("hubs", able >= sharing.threshold()));
    }

    @Override
    public void stop() {
        ahead.close();
        hubs.close();
        retriever.close();
        store.close();
        audit.close();
    }

    private Optional<Origin> weakestOrigin() {
        return hubs.all().stream().flatMap(hub -> hub.weakestOrigin().stream()).min(Comparator.naturalOrder());
    }

    private ClientStatus.PeerHubStatus status(PeerHub hub, int shareSize, boolean reveal) {
        RegistrationStatus state = hub.registration();
        FaultRecord.Counts faults = hub.faults().counts();
        return new ClientStatus.PeerHubStatus(
                hub.name().name(),
                hub.urls().stream().map(URI::toString).collect(Collectors.joining("|")),
                state.wireName(),
                state.reason(),
                state.suite() == null ? null : state.suite().wireName(),
                hub.isReady(),
                hub.bytesLeft(),
                hub.keysLeft(shareSize),
                faults.wrongShares(),
                faults.disputedShares(),
                faults.unverifiedAnswers(),
                faults.lastWrong() == null ? null : faults.lastWrong().toString(),
                hub.poolStatus(reveal));
    }
}
