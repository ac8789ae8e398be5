package org.dske.hub.management;

import java.util.List;
import org.dske.config.ManagementSettings;
import org.dske.hub.client.PeerClient;
import org.dske.hub.client.PeerClients;
import org.dske.hub.keyshare.KeyShares;
import org.dske.key.NodeName;
import org.dske.key.SaeId;
import org.dske.management.ManagedNode;
import org.dske.management.Metric;
import org.dske.management.PsrdMetric;
import org.dske.management.Refusals;
import org.dske.psrd.PoolStatus;

/** A hub, as its management interface sees it. */
public final class ManagedHub implements ManagedNode {
    private final NodeName name;
    private final PeerClients clients;
    private final KeyShares shares;
    private final QuotaReport quotas;
    private final Refusals refusals;
    private final ManagementSettings settings;

    public ManagedHub(
            NodeName name,
            PeerClients clients,
            KeyShares shares,
            QuotaReport quotas,
            Refusals refusals,
            ManagementSettings settings) {
        this.name = name;
        this.clients = clients;
        this.shares = shares;
        this.quotas = quotas;
        this.refusals = refusals;
        this.settings = settings;
    }

    @Override
    public HubStatus status() {
        return new HubStatus(
                name.name(),
                "hub",
                true,
                clients.all().stream().map(this::status).toList(),
                shares.held().shares(),
                shares.status(),
                quotas.ofAll(),
                refusals.all());
    }

    @Override
    public List<Metric> metrics() {
        return List.of(
                refusals.metric(),
                Metric.of(
                        "dske_clients",
                        Metric.Kind.GAUGE,
                        "Clients that are registered",
                        clients.all().size()),
                Metric.of(
                        "dske_shares",
                        Metric.Kind.GAUGE,
                        "Shares that the hub holds",
                        shares.held().shares()),
                PsrdMetric.of(clients.all().stream()
                        .flatMap(client -> pools(client, false).stream())
                        .toList()));
    }

    private static List<PoolStatus> pools(PeerClient client, boolean reveal) {
        return List.of(client.clientPool().status(reveal), client.hubPool().status(reveal));
    }

    @Override
    public void stop() {
        shares.clear();
        clients.clear();
    }

    private HubStatus.PeerClientStatus status(PeerClient client) {
        return new HubStatus.PeerClientStatus(
                client.name().name(),
                "registered",
                client.suite().wireName(),
                client.encryptors().stream().sorted().map(SaeId::name).toList(),
                pools(client, settings.reveal()),
                quotas.of(client));
    }
}
