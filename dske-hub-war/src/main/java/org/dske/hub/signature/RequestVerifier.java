package org.dske.hub.signature;

import java.time.Duration;
import org.dske.config.PsrdSettings;
import org.dske.error.DskeException;
import org.dske.hub.registration.PeerClient;
import org.dske.hub.registration.PeerClients;
import org.dske.key.NodeName;
import org.dske.psrd.InvalidAllocationException;
import org.dske.psrd.UnknownBlockException;
import org.dske.signature.InvalidSignatureException;
import org.dske.signature.Signature;
import org.dske.signature.SignatureSuite;
import org.dske.signature.SignedMessage;
import org.dske.signature.SigningKey;

/** Finds out who signed a request: peek, verify, consume. A request that does not verify changes no pool. */
public final class RequestVerifier {
    private final NodeName hub;
    private final PeerClients clients;
    private final SignatureSuite suite;
    private final Duration patience;

    /**
     * A hub's verifier.
     *
     * @param hub the hub
     * @param clients its clients
     * @param suite how tags are computed
     * @param psrd how long an allocation waits
     */
    public RequestVerifier(NodeName hub, PeerClients clients, SignatureSuite suite, PsrdSettings psrd) {
        this.hub = hub;
        this.clients = clients;
        this.suite = suite;
        this.patience = psrd.patience();
    }

    /**
     * Verifies a request, uses its signing key up and sets another aside for the response.
     *
     * @param header the value of {@code DSKE-Signature}
     * @param method the HTTP method
     * @param resource the path after {@code /dske/api/v1/}
     * @param rawQuery the raw query string, empty if there is none
     * @param body the exact bytes of the entity
     * @return the exchange
     * @throws org.dske.error.InvalidException if the header is malformed
     * @throws InvalidSignatureException if the request does not verify
     * @throws org.dske.psrd.PoolExhaustedException if the response could not be signed
     */
    SignedExchange verify(String header, String method, String resource, String rawQuery, byte[] body) {
        Signature signature = Signature.parse(header);
        PeerClient client = verifiedSigner(signature, method, resource, rawQuery, body);
        return new SignedExchange(client, header, signature.separator(), patience);
    }

    private PeerClient verifiedSigner(
            Signature signature, String method, String resource, String rawQuery, byte[] body) {
        try {
            PeerClient client = clients.ownerOf(signature.allocation());
            try (SigningKey key =
                    new SigningKey(client.clientPool().peek(signature.allocation(), SigningKey.SIZE, Duration.ZERO))) {
                SignedMessage request = new SignedMessage.Request(
                        method, resource, rawQuery, client.name().name(), hub.name(), body);
                suite.verify(key, request, signature.tag());
            }
            client.clientPool().consume(signature.allocation());
            return client;
        } catch (UnknownBlockException | InvalidAllocationException e) {
            throw notVerifiable(e);
        }
    }

    private static InvalidSignatureException notVerifiable(DskeException cause) {
        return new InvalidSignatureException("the signature cannot be verified: " + cause.getMessage());
    }
}
