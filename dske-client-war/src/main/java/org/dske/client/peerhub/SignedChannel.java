package org.dske.client.peerhub;

import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import org.dske.key.NodeName;
import org.dske.protocol.Resources;
import org.dske.psrd.PeerPool;
import org.dske.signature.Signature;
import org.dske.signature.SignedMessage;
import org.dske.signature.SigningKey;

/** Signs requests to one hub and verifies its responses: what the filters and the interceptor of a channel have in common. */
final class SignedChannel {
    private final NodeName client;
    private final NodeName hub;
    private final PeerPool hubPool;
    private final Duration patience;

    /**
     * A channel.
     *
     * @param client this client
     * @param hub the hub
     * @param hubPool the pool that the hub signs out of
     * @param patience how long to wait for a block that the hub has named and that is under way
     */
    SignedChannel(NodeName client, NodeName hub, PeerPool hubPool, Duration patience) {
        this.client = client;
        this.hub = hub;
        this.hubPool = hubPool;
        this.patience = patience;
    }

    /**
     * Signs a request.
     *
     * @param key its signing key and suite
     * @param method the HTTP method
     * @param uri the whole URL
     * @param body the exact bytes of the entity
     * @return the value of {@code DSKE-Signature}
     */
    String sign(ExchangeKey key, String method, URI uri, byte[] body) {
        String path = uri.getRawPath();
        String resource = path.substring(path.indexOf(Resources.API) + Resources.API.length() + 1);
        return key.sign(new SignedMessage.Request(
                method, resource, Objects.requireNonNullElse(uri.getRawQuery(), ""), client.name(), hub.name(), body));
    }

    /**
     * Verifies a response and uses its signing key up.
     *
     * @param header the value of its {@code DSKE-Signature}
     * @param status its HTTP status code
     * @param request the key of the request, and its suite
     * @param body the exact bytes of the entity
     * @throws org.dske.error.DskeException if it does not verify; no byte is used up then
     */
    void verify(String header, int status, ExchangeKey request, byte[] body) {
        Signature signature = Signature.parse(header);
        try (SigningKey key = new SigningKey(hubPool.peek(signature.allocation(), SigningKey.SIZE, patience))) {
            request.suite()
                    .verify(
                            key,
                            new SignedMessage.Response(status, request.header(), client.name(), hub.name(), body),
                            signature);
        }
        hubPool.consume(signature.allocation());
    }
}
