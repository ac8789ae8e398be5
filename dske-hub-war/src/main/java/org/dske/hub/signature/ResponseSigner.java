package org.dske.hub.signature;

import java.util.Optional;
import org.dske.key.NodeName;
import org.dske.signature.Signature;
import org.dske.signature.SignedMessage;
import org.dske.signature.SigningKey;

/** Signs the responses to requests that verified. */
public final class ResponseSigner {
    private final NodeName hub;

    public ResponseSigner(NodeName hub) {
        this.hub = hub;
    }

    /**
     * Signs a response, with the exact bytes of its entity, in the suite of its request with the key that was set aside for it,
     * and wipes the key. Nothing if the pool is so dry that there is no key.
     */
    Optional<String> sign(SignedExchange exchange, byte[] body) {
        SignedMessage response = new SignedMessage.Response(
                exchange.status(),
                exchange.requestHeader(),
                exchange.client().name().name(),
                hub.name(),
                body);
        return exchange.signingKey().map(allocated -> {
            try (SigningKey key = new SigningKey(allocated.bytes())) {
                byte[] tag = exchange.suite().tag(key, response);
                return new Signature(allocated.allocation(), tag, exchange.separator()).toString();
            }
        });
    }
}
