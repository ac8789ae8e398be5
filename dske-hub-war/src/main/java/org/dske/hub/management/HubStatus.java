package org.dske.hub.management;

import java.util.List;
import org.dske.hub.keyshare.ShareStatus;
import org.dske.psrd.PoolStatus;

/**
 * What there is to see of a hub.
 *
 * @param name the hub's name
 * @param type {@code hub}
 * @param ready true: a hub is ready when it is deployed
 * @param clients the clients that are registered
 * @param shares the shares that it holds
 */
public record HubStatus(
        String name, String type, boolean ready, List<PeerClientStatus> clients, List<ShareStatus> shares) {
    /**
     * What there is to see of a client, from its hub.
     *
     * @param name the client's name
     * @param state {@code registered}
     * @param suite the suite that was negotiated
     * @param encryptors the SAE IDs of its encryptors
     * @param pools the two pools that hub and client share
     */
    public record PeerClientStatus(
            String name, String state, String suite, List<String> encryptors, List<PoolStatus> pools) {}
}
