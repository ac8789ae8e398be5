package org.dske.hub.keyshare;

import java.util.List;
import java.util.Set;
import org.dske.error.ErrorCode;
import org.dske.error.InvalidException;
import org.dske.error.RequestException;
import org.dske.hub.client.PeerClient;
import org.dske.hub.share.ShareTerms;
import org.dske.hub.signature.SignedExchange;
import org.dske.key.KeyId;
import org.dske.key.SaeId;
import org.dske.ledger.PeerName;
import org.dske.protocol.Resources;
import org.dske.signature.ClassicSuite;
import org.jspecify.annotations.Nullable;

/**
 * Who asks for shares.
 *
 * @param client the client that asks, and by which of its machines
 * @param encryptors its encryptors
 * @param master the encryptor that the keys were made for; null if a classic peer does not say
 * @param slave the encryptor on whose behalf it asks; null if a classic peer does not say: any of its own then
 */
record ShareRequester(
        PeerName client,
        Set<SaeId> encryptors,
        @Nullable SaeId master,
        @Nullable SaeId slave) {

    /**
     * Who asks, by a request.
     *
     * @throws InvalidException if it does not name both encryptors, which only a classic peer may leave out
     */
    static ShareRequester of(SignedExchange exchange, @Nullable SaeId master, @Nullable SaeId slave) {
        if ((master == null || slave == null) && !exchange.suite().wireName().equals(ClassicSuite.NAME)) {
            throw new InvalidException(Resources.MASTER_SAE_ID + " and " + Resources.SLAVE_SAE_ID
                    + " are missing only where the suite is " + ClassicSuite.NAME);
        }
        PeerClient client = exchange.client();
        return new ShareRequester(client.peer(), client.encryptors(), master, slave);
    }

    /** The slaves of a share on whose behalf the client asks. */
    List<SaeId> slavesOf(ShareTerms terms) {
        return terms.slaves().stream()
                .filter(each -> slave == null || slave.equals(each))
                .filter(encryptors::contains)
                .toList();
    }

    /** Whether the client may ask for a share: it is for it, and of the master that it names. */
    boolean isFor(ShareTerms terms) {
        return !slavesOf(terms).isEmpty() && (master == null || master.equals(terms.master()));
    }

    /** The refusal, with 403, of a share that is not for who asks. */
    RequestException refusal(KeyId keyId, ShareTerms terms) {
        return new RequestException(
                ErrorCode.NOT_PERMITTED,
                slavesOf(terms).isEmpty()
                        ? "client " + client.name() + " has no such encryptor that key " + keyId + " is for"
                        : "encryptor " + master + " is not the master of key " + keyId);
    }
}
