package org.dske.hub.signature;

import java.time.Duration;
import org.dske.allocation.InvalidAllocationException;
import org.dske.config.PsrdSettings;
import org.dske.hub.client.PeerClient;
import org.dske.hub.client.PeerClients;
import org.dske.key.NodeName;
import org.dske.psrd.UnknownBlockException;
import org.dske.signature.InvalidSignatureException;
import org.dske.signature.Signature;
import org.dske.signature.SigningKey;

/** Finds out who signed a request: peek, verify, consume. A request that does not verify changes no pool. */
public final class RequestVerifier {
    private final NodeName hub;
    private final PeerClients clients;
    private final LargeBodies large;
    private final Duration patience;

    public RequestVerifier(NodeName hub, PeerClients clients, LargeBodies large, PsrdSettings psrd) {
        this.hub = hub;
        this.clients = clients;
        this.large = large;
        this.patience = psrd.patience();
    }

    /**
     * Looks at what a request says of its signature, before anything of its body is read: peeks at the signing key.
     *
     * @param header the value of {@code DSKE-Signature}
     * @param connection what the request came over
     * @return the request, of which it is known who should have signed it, and in which suite
     * @throws org.dske.error.InvalidException if the header is malformed
     * @throws InvalidSignatureException if no client has unused bytes of this name
     */
    SignedRequest begin(String header, String connection) {
        Signature signature = Signature.parse(header);
        try {
            PeerClient client = clients.ownerOf(signature.allocation());
            SigningKey key =
                    new SigningKey(client.clientPool().peek(signature.allocation(), SigningKey.SIZE, Duration.ZERO));
            return new SignedRequest(hub, client, client.suite(), header, signature, key, large, connection, patience);
        } catch (UnknownBlockException | InvalidAllocationException e) {
            throw SignedRequest.notVerifiable(e);
        }
    }
}
