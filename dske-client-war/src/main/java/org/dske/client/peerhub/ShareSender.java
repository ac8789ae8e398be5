package org.dske.client.peerhub;

import java.util.ArrayList;
import java.util.List;
import org.dske.encryption.EncryptionKey;
import org.dske.error.ErrorCode;
import org.dske.key.NodeName;
import org.dske.protocol.AllocationMessage;
import org.dske.protocol.EncryptedShare;
import org.dske.protocol.PostKeyShareRequest;
import org.dske.protocol.PostKeySharesRequest;
import org.dske.protocol.Resources;
import org.dske.psrd.AllocatedBytes;

/**
 * Hands shares to a hub: many in one exchange; one by one if the hub knows no better. A single share goes by the message that
 * every hub knows.
 */
final class ShareSender {
    private final NodeName client;
    private final InBand inBand;
    private final Outlay outlay;
    private final Lacks lacks;
    private final BatchLimit limit;

    /**
     * A sender.
     *
     * @param client who sends
     * @param inBand the hub
     * @param outlay the bytes that messages cost
     * @param lacks what the hub does not have
     * @param limit how many shares go into one message
     */
    ShareSender(NodeName client, InBand inBand, Outlay outlay, Lacks lacks, BatchLimit limit) {
        this.client = client;
        this.inBand = inBand;
        this.outlay = outlay;
        this.lacks = lacks;
        this.limit = limit;
    }

    /**
     * Hands a batch over.
     *
     * @param batch the shares
     * @param exchange makes the exchanges
     * @throws HubException if the hub did not take all of them; it may have taken some
     */
    void send(ShareBatch batch, Exchanges.Exchange exchange) {
        for (List<KeyShare> part : limit.cut(batch.shares(), batch.shareSize())) {
            if (part.size() == 1 || !sendTogether(batch.with(part), exchange)) {
                for (KeyShare share : part) {
                    sendOne(batch.with(List.of(share)), exchange);
                }
            }
        }
    }

    private void sendOne(ShareBatch single, Exchanges.Exchange exchange) {
        send(single, exchange, (pad, key) -> inBand.post(message(single, pad), key));
    }

    /** Sends shares in one exchange; false if the hub does not know how. */
    private boolean sendTogether(ShareBatch part, Exchanges.Exchange exchange) {
        long asked = lacks.now();
        if (lacks.includes(Resources.KEY_SHARES)) {
            return false;
        }
        try {
            send(part, exchange, (pad, key) -> inBand.postMany(batchMessage(part, pad), key));
            return true;
        } catch (HubException e) {
            if (!e.isRefusal(ErrorCode.NOT_FOUND)) {
                throw e;
            }
            lacks.note(Resources.KEY_SHARES, asked);
            return false;
        }
    }

    private void send(ShareBatch part, Exchanges.Exchange exchange, Outlay.Padded message) {
        exchange.make(attempt -> {
            try {
                outlay.hand(part.size(), message);
            } catch (HubException e) {
                // The answer to an attempt before this one got lost, but the hub took the shares.
                if (attempt == 1 || !e.isRefusal(ErrorCode.CONFLICT)) {
                    throw e;
                }
            }
            return true;
        });
    }

    private PostKeyShareRequest message(ShareBatch single, AllocatedBytes pad) {
        EncryptedShare share = encrypt(single, pad).get(0);
        return new PostKeyShareRequest(
                client.name(),
                single.master().name(),
                single.slaves().get(0).name(),
                share.userKeyId(),
                share.shareIndex(),
                AllocationMessage.of(pad.allocation()),
                share.encryptedShareValue(),
                single.namedSharing(),
                single.namedThreshold(),
                single.namedPlaces(),
                single.additionalSlaves());
    }

    private PostKeySharesRequest batchMessage(ShareBatch part, AllocatedBytes pad) {
        return new PostKeySharesRequest(
                client.name(),
                part.master().name(),
                part.slaves().get(0).name(),
                AllocationMessage.of(pad.allocation()),
                encrypt(part, pad),
                part.namedSharing(),
                part.namedThreshold(),
                part.namedPlaces(),
                part.additionalSlaves());
    }

    /** Encrypts shares with one pad, one after the other. */
    private static List<EncryptedShare> encrypt(ShareBatch part, AllocatedBytes pad) {
        List<byte[]> encrypted = new EncryptionKey(pad.bytes())
                .encryptAll(
                        part.shares().stream().map(each -> each.share().value()).toList());
        List<EncryptedShare> shares = new ArrayList<>(encrypted.size());
        for (int i = 0; i < encrypted.size(); i++) {
            KeyShare each = part.shares().get(i);
            shares.add(new EncryptedShare(each.keyId().uuid(), each.share().index(), encrypted.get(i)));
        }
        return shares;
    }
}
