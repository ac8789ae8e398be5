package org.dske.hub.signature;

import java.time.Duration;
import java.util.List;
import org.dske.allocation.InvalidAllocationException;
import org.dske.body.Body;
import org.dske.error.DskeException;
import org.dske.hub.client.PeerClient;
import org.dske.hub.client.SigningKeys;
import org.dske.key.NodeName;
import org.dske.psrd.Pool.Use;
import org.dske.psrd.UnknownBlockException;
import org.dske.signature.InvalidSignatureException;
import org.dske.signature.Signature;
import org.dske.signature.SignatureSuite;
import org.dske.signature.SignedMessage;
import org.dske.signature.SigningKey;

/**
 * A request that names a signing key which it may have been signed with: what is known of it before its body has arrived. It
 * holds a copy of the key and no lock, however long the body takes.
 *
 * @param hub whom it is for
 * @param keys the signing keys of all clients
 * @param client whose key it names
 * @param use whether it is a registration, or another exchange
 * @param suites those in which it may be signed: the client's as the request began, or all if it is a registration
 * @param header the value of {@code DSKE-Signature}
 * @param signature the same, read
 * @param key a copy of the key
 * @param large how much is read of what does not verify
 * @param connection what it came over
 * @param patience how long the allocations of its exchange may wait
 */
record SignedRequest(
        NodeName hub,
        SigningKeys keys,
        PeerClient client,
        Use use,
        List<SignatureSuite> suites,
        String header,
        Signature signature,
        SigningKey key,
        LargeBodies large,
        String connection,
        Duration patience)
        implements AutoCloseable {
    /** {@return the most bytes of the body that are read} */
    int bodyLimit() {
        return large.limit(client, connection);
    }

    /**
     * Verifies the request, uses its signing key up and sets another aside for the response.
     *
     * @param method the HTTP method
     * @param resource the path after {@code /dske/api/v1/}, as it was sent
     * @param rawQuery the raw query string, empty if there is none
     * @param body the exact bytes of the entity
     * @return the exchange
     * @throws InvalidSignatureException if the request does not verify
     * @throws org.dske.error.RequestException with 413 if the body is larger than {@link #bodyLimit()}
     * @throws org.dske.psrd.PoolExhaustedException if the response could not be signed
     */
    SignedExchange verify(String method, String resource, String rawQuery, byte[] body) {
        SignedMessage request = new SignedMessage.Request(
                method, resource, rawQuery, client.name().name(), hub.name(), body);
        // Others like it may have failed while this one arrived.
        Body.requireAtMost(bodyLimit(), body.length);
        SignatureSuite suite;
        try {
            suite = verifySuite(request);
        } catch (InvalidSignatureException e) {
            large.failed(client, connection, body.length);
            throw e;
        }
        try {
            keys.consume(client, signature.allocation(), use);
        } catch (UnknownBlockException | InvalidAllocationException e) {
            throw notVerifiable(e);
        }
        large.verified(client, connection);
        return new SignedExchange(hub, client, use, suite, header, signature.separator(), patience);
    }

    /** The suite in which it verifies. */
    private SignatureSuite verifySuite(SignedMessage request) {
        InvalidSignatureException failure = new InvalidSignatureException("there is no suite that it may be signed in");
        for (SignatureSuite suite : suites) {
            try {
                suite.verify(key, request, signature);
                return suite;
            } catch (InvalidSignatureException e) {
                failure = e;
            }
        }
        throw failure;
    }

    static InvalidSignatureException notVerifiable(DskeException cause) {
        return new InvalidSignatureException(
                "the signature cannot be verified: " + cause.getMessage(), cause.details());
    }

    /** Wipes the copy of the key. */
    @Override
    public void close() {
        key.close();
    }
}
