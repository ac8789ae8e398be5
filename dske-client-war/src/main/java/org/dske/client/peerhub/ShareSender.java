package org.dske.client.peerhub;

import org.dske.encryption.EncryptionKey;
import org.dske.error.ErrorCode;
import org.dske.key.KeyId;
import org.dske.key.NodeName;
import org.dske.key.SaeId;
import org.dske.protocol.AllocationMessage;
import org.dske.protocol.PostKeyShareRequest;
import org.dske.psrd.AllocatedBytes;
import org.dske.sharing.Share;

/** Hands shares to a hub. */
final class ShareSender {
    private final NodeName client;
    private final InBand inBand;
    private final Outlay outlay;

    /**
     * A sender.
     *
     * @param client who sends
     * @param inBand the hub
     * @param outlay the bytes that messages cost
     */
    ShareSender(NodeName client, InBand inBand, Outlay outlay) {
        this.client = client;
        this.inBand = inBand;
        this.outlay = outlay;
    }

    /** Hands a share over, in one attempt of perhaps several. */
    void send(KeyId keyId, SaeId master, SaeId slave, Share share, int attempt) {
        try {
            outlay.hand(share.value().size(), (pad, key) -> {
                inBand.post(message(keyId, master, slave, share, pad), key);
                return true;
            });
        } catch (HubException e) {
            // The answer to an attempt before this one got lost, but the hub took the share.
            if (attempt == 1 || e.refusal().orElse(0) != ErrorCode.CONFLICT.httpStatus()) {
                throw e;
            }
        }
    }

    private PostKeyShareRequest message(KeyId keyId, SaeId master, SaeId slave, Share share, AllocatedBytes pad) {
        return new PostKeyShareRequest(
                client.name(),
                master.name(),
                slave.name(),
                keyId.uuid(),
                share.index(),
                AllocationMessage.of(pad.allocation()),
                new EncryptionKey(pad.bytes()).encrypt(share.value()),
                null,
                null,
                null);
    }
}
