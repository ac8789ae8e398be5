package org.dske.hub.signature;

import java.time.Duration;
import org.dske.hub.client.PeerClient;
import org.dske.key.NodeName;
import org.dske.psrd.Pool.Use;
import org.dske.signature.ClassicSuite;

/** Exchanges without a request. */
public final class TestExchanges {
    private TestExchanges() {}

    /**
     * An exchange, as if a request of a client had verified.
     *
     * @param client the client
     * @return the exchange
     */
    public static SignedExchange of(PeerClient client) {
        return new SignedExchange(
                new NodeName("hank"), client, Use.EXCHANGE, ClassicSuite.HMAC_SHA256, "", ';', Duration.ofSeconds(5));
    }
}
