package org.dske.hub.management;

import java.util.List;
import java.util.stream.Stream;
import org.dske.hub.client.PeerClient;
import org.dske.hub.client.PeerClients;
import org.dske.hub.keyshare.Holding;
import org.dske.hub.keyshare.KeyShares;
import org.dske.hub.psrd.PsrdSource;
import org.dske.hub.quota.Quotas;
import org.dske.psrd.Pool;

/** How much of its quotas a hub and its clients use. */
public final class QuotaReport {
    private final Quotas quotas;
    private final PeerClients clients;
    private final PsrdSource source;
    private final KeyShares shares;

    public QuotaReport(Quotas quotas, PeerClients clients, PsrdSource source, KeyShares shares) {
        this.quotas = quotas;
        this.clients = clients;
        this.source = source;
        this.shares = shares;
    }

    /** What all clients use together. */
    List<QuotaStatus> ofAll() {
        return List.of(
                QuotaStatus.of(quotas.clients(), clients.all().size()),
                QuotaStatus.of(quotas.allPsrdBytes(), source.held()),
                QuotaStatus.of(quotas.allShareBytes(), shares.held().bytes()));
    }

    /** What a client uses. */
    List<QuotaStatus> of(PeerClient client) {
        Holding held = shares.heldFrom(client.name());
        return Stream.concat(
                        client.pools().flatMap(this::of),
                        Stream.of(
                                QuotaStatus.of(
                                        quotas.encryptors(), client.encryptors().size()),
                                QuotaStatus.of(quotas.shares(), held.shares()),
                                QuotaStatus.of(quotas.shareBytes(), held.bytes())))
                .toList();
    }

    private Stream<QuotaStatus> of(Pool pool) {
        return Stream.of(
                QuotaStatus.of(quotas.blocks(), pool.owner(), pool.blockCount()),
                QuotaStatus.of(quotas.psrdBytes(), pool.owner(), pool.size()));
    }
}
