package org.dske.hub.signature;

import java.time.Duration;
import java.util.List;
import org.dske.allocation.InvalidAllocationException;
import org.dske.config.PsrdSettings;
import org.dske.hub.client.PeerClient;
import org.dske.hub.client.SigningKeys;
import org.dske.key.NodeName;
import org.dske.psrd.Pool.Use;
import org.dske.psrd.UnknownBlockException;
import org.dske.signature.InvalidSignatureException;
import org.dske.signature.Signature;
import org.dske.signature.SignatureSuite;
import org.dske.signature.SigningKey;
import org.dske.signature.Suites;

/** Finds out who signed a request: peek, verify, consume. A request that does not verify changes no pool. */
public final class RequestVerifier {
    private final NodeName hub;
    private final SigningKeys keys;
    private final LargeBodies large;
    private final Suites suites;
    private final Duration patience;

    /**
     * Of a hub.
     *
     * @param suites in which registrations may be signed, of which nobody knows before what suite their client speaks
     */
    public RequestVerifier(NodeName hub, SigningKeys keys, LargeBodies large, Suites suites, PsrdSettings psrd) {
        this.hub = hub;
        this.suites = suites;
        this.keys = keys;
        this.large = large;
        this.patience = psrd.patience();
    }

    /**
     * Looks at what a request says of its signature, before anything of its body is read: peeks at the signing key.
     *
     * @param header the value of {@code DSKE-Signature}
     * @param connection what the request came over
     * @param use whether it is a registration, or another exchange
     * @return the request, of which it is known who should have signed it, and in which suite
     * @throws org.dske.error.InvalidException if the header is malformed
     * @throws InvalidSignatureException if no client has unused bytes of this name
     * @throws org.dske.error.RequestException with 403 if it is a client that was taken out
     */
    SignedRequest begin(String header, String connection, Use use) {
        Signature signature = Signature.parse(header);
        try {
            PeerClient client = keys.ownerOf(signature.allocation(), use);
            List<SignatureSuite> possible = use == Use.REGISTRATION ? suites.spoken() : List.of(client.suite());
            SigningKey key = new SigningKey(keys.peek(client, signature.allocation(), use));
            return new SignedRequest(
                    hub, keys, client, use, possible, header, signature, key, large, connection, patience);
        } catch (UnknownBlockException | InvalidAllocationException e) {
            throw SignedRequest.notVerifiable(e);
        }
    }
}
