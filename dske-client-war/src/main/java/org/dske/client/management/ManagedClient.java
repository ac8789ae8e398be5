package org.dske.client.management;

import java.util.Set;
import org.dske.client.peerhub.PeerHub;
import org.dske.client.peerhub.PeerHubs;
import org.dske.client.peerhub.SupplyState;
import org.dske.client.relay.SharingInUse;
import org.dske.config.ManagementSettings;
import org.dske.key.NodeName;
import org.dske.key.SaeId;
import org.dske.management.ManagedNode;
import org.dske.sharing.SharingMode;

/** A client, as its management interface sees it. */
public final class ManagedClient implements ManagedNode {
    private final NodeName name;
    private final Set<SaeId> encryptors;
    private final PeerHubs hubs;
    private final SharingInUse sharing;
    private final int keySize;
    private final ManagementSettings settings;

    /**
     * A client.
     *
     * @param name its name
     * @param encryptors its encryptors
     * @param hubs its hubs
     * @param sharing how keys are split
     * @param keySize the default size of a key in bytes
     * @param settings what its status shows
     */
    public ManagedClient(
            NodeName name,
            Set<SaeId> encryptors,
            PeerHubs hubs,
            SharingInUse sharing,
            int keySize,
            ManagementSettings settings) {
        this.name = name;
        this.encryptors = Set.copyOf(encryptors);
        this.hubs = hubs;
        this.sharing = sharing;
        this.keySize = keySize;
        this.settings = settings;
    }

    @Override
    public ClientStatus status() {
        SharingMode mode = sharing.mode();
        int shareSize = sharing.shareSize(mode, keySize);
        return new ClientStatus(
                name.name(),
                "client",
                hubs.all().stream().allMatch(PeerHub::isReady),
                encryptors.stream().sorted().map(SaeId::name).toList(),
                hubs.all().size(),
                sharing.threshold(),
                mode.word(),
                hubs.all().stream().map(hub -> status(hub, shareSize)).toList());
    }

    @Override
    public void stop() {
        hubs.close();
    }

    private ClientStatus.PeerHubStatus status(PeerHub hub, int shareSize) {
        SupplyState state = hub.state();
        return new ClientStatus.PeerHubStatus(
                hub.name().name(),
                hub.url().toString(),
                state.word(),
                state.reason(),
                state.suite() == null ? null : state.suite().word(),
                hub.isReady(),
                hub.bytesLeft(),
                hub.keysLeft(shareSize),
                hub.poolStatus(settings.reveal()));
    }
}
