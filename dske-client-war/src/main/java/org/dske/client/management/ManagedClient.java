package org.dske.client.management;

import java.util.Set;
import org.dske.client.peerhub.Conduct;
import org.dske.client.peerhub.PeerHub;
import org.dske.client.peerhub.PeerHubs;
import org.dske.client.peerhub.SupplyState;
import org.dske.client.relay.Examiner;
import org.dske.config.HttpSettings;
import org.dske.config.ManagementSettings;
import org.dske.key.NodeName;
import org.dske.key.SaeId;
import org.dske.management.ManagedNode;
import org.dske.sharing.NetworkSharing;
import org.dske.sharing.SharingMode;
import org.dske.signature.ClassicSuite;

/** A client, as its management interface sees it. */
public final class ManagedClient implements ManagedNode {
    private final NodeName name;
    private final Set<SaeId> encryptors;
    private final PeerHubs hubs;
    private final NetworkSharing sharing;
    private final int keySize;
    private final HttpSettings http;
    private final Examiner examiner;
    private final ManagementSettings settings;

    /**
     * A client.
     *
     * @param name its name
     * @param encryptors its encryptors
     * @param hubs its hubs
     * @param sharing how keys are split
     * @param keySize the default size of a key in bytes
     * @param http the largest message that may be forged
     * @param examiner examines shares
     * @param settings what its status shows
     */
    public ManagedClient(
            NodeName name,
            Set<SaeId> encryptors,
            PeerHubs hubs,
            NetworkSharing sharing,
            int keySize,
            HttpSettings http,
            Examiner examiner,
            ManagementSettings settings) {
        this.name = name;
        this.encryptors = Set.copyOf(encryptors);
        this.hubs = hubs;
        this.sharing = sharing;
        this.keySize = keySize;
        this.http = http;
        this.examiner = examiner;
        this.settings = settings;
    }

    @Override
    public ClientStatus status() {
        return new ClientStatus(
                name.name(),
                "client",
                hubs.all().stream().allMatch(PeerHub::isReady),
                encryptors.stream().sorted().map(SaeId::name).toList(),
                hubs.all().size(),
                sharing.threshold(),
                SecurityStatus.of(
                        SharingMode.CLASSIC, hubs.all().size(), sharing.threshold(), keySize, http.maxBody()),
                hubs.all().stream().map(this::status).toList());
    }

    @Override
    public void stop() {
        hubs.close();
        examiner.close();
    }

    private ClientStatus.PeerHubStatus status(PeerHub hub) {
        SupplyState state = hub.state();
        Conduct.Report conduct = hub.conduct().report();
        return new ClientStatus.PeerHubStatus(
                hub.name().name(),
                hub.url().toString(),
                state.word(),
                state.reason(),
                ClassicSuite.NAME,
                hub.isReady(),
                hub.bytesLeft(),
                hub.keysLeft(sharing.in(SharingMode.CLASSIC).shareSize(keySize)),
                conduct.wrongShares(),
                conduct.disputedShares(),
                conduct.unverifiedAnswers(),
                conduct.lastWrong() == null ? null : conduct.lastWrong().toString(),
                hub.poolStatus(settings.reveal()));
    }
}
