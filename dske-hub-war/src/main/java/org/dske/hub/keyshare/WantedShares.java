package org.dske.hub.keyshare;

import java.util.List;
import java.util.function.Supplier;
import org.dske.hub.signature.SignedExchange;
import org.dske.key.KeyId;
import org.dske.key.SaeId;
import org.dske.protocol.FetchKeySharesRequest;
import org.dske.protocol.exchange.GetEntry;

/**
 * The shares of several keys that a responder asks for, of which the hub gives all or none: a whole message, or one entry of an exchange.
 *
 * @param requester reads who asks for them; fails with a {@link org.dske.error.DskeException} if that is nobody
 * @param keyIds the keys, at least one, each once
 */
record WantedShares(Supplier<ShareRequester> requester, List<KeyId> keyIds) {
    static WantedShares of(SignedExchange exchange, FetchKeySharesRequest message) {
        return new WantedShares(
                () -> requester(exchange, message.masterSaeId(), message.slaveSaeId()),
                message.shares().stream()
                        .map(share -> new KeyId(share.userKeyId()))
                        .toList());
    }

    static WantedShares of(SignedExchange exchange, GetEntry entry) {
        return new WantedShares(
                () -> requester(exchange, entry.masterSaeId(), entry.slaveSaeId()),
                entry.keyIds().stream().map(KeyId::new).toList());
    }

    private static ShareRequester requester(SignedExchange exchange, String master, String slave) {
        return ShareRequester.of(exchange, new SaeId(master), new SaeId(slave));
    }
}
