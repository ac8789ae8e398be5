package org.dske.client.keyshare;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.dske.allocation.AllocatedBytes;
import org.dske.client.transport.HubException;
import org.dske.client.transport.HubRequest;
import org.dske.client.transport.MissingResources;
import org.dske.encryption.EncryptionKey;
import org.dske.error.ErrorCode;
import org.dske.key.NodeName;
import org.dske.protocol.AllocationMessage;
import org.dske.protocol.EncryptedShare;
import org.dske.protocol.PostKeyShareRequest;
import org.dske.protocol.PostKeySharesRequest;
import org.dske.protocol.Resources;
import org.dske.time.Deadline;

/**
 * Hands shares to a hub: many in one exchange; one by one if the hub knows no better. A single share goes by the message that
 * every hub knows.
 */
public final class ShareSender {
    private final NodeName client;
    private final InBandClient inBand;
    private final MissingResources missing;
    private final BatchLimit limit;

    /**
     * A sender.
     *
     * @param client who sends
     * @param inBand the hub
     * @param missing what the hub does not have
     * @param limit how many shares go into one message
     */
    public ShareSender(NodeName client, InBandClient inBand, MissingResources missing, BatchLimit limit) {
        this.client = client;
        this.inBand = inBand;
        this.missing = missing;
        this.limit = limit;
    }

    /**
     * Hands a batch over.
     *
     * @param batch the shares, which are wiped when the exchange has ended
     * @param time how long all of it may take
     * @return done when the hub has taken all shares; fails with a {@link HubException}, and the hub may have taken some then
     */
    public CompletableFuture<Void> send(ShareBatch batch, Duration time) {
        return inBand.start(time, batch::close, deadline -> send(batch, deadline));
    }

    private CompletableFuture<Void> send(ShareBatch batch, Deadline deadline) {
        CompletableFuture<Void> sent = CompletableFuture.completedFuture(null);
        for (List<KeyShare> part : limit.cut(batch.shares(), batch.shareSize())) {
            sent = sent.thenCompose(before ->
                    part.size() == 1 ? sendEach(part, batch, deadline) : sendTogether(batch.with(part), deadline));
        }
        return sent;
    }

    private CompletableFuture<Void> sendEach(List<KeyShare> part, ShareBatch batch, Deadline deadline) {
        CompletableFuture<Void> sent = CompletableFuture.completedFuture(null);
        for (KeyShare share : part) {
            ShareBatch single = batch.with(List.of(share));
            sent = sent.thenCompose(before -> inBand.send(
                    single.size(), pad -> HubRequest.post(Resources.KEY_SHARE, message(single, pad)), deadline));
        }
        return sent;
    }

    /** Sends shares in one exchange, or one by one if the hub does not know how. */
    private CompletableFuture<Void> sendTogether(ShareBatch part, Deadline deadline) {
        if (missing.includes(Resources.KEY_SHARES)) {
            return sendEach(part.shares(), part, deadline);
        }
        long asked = missing.now();
        return inBand.send(part.size(), pad -> HubRequest.post(Resources.KEY_SHARES, batchMessage(part, pad)), deadline)
                .exceptionallyCompose(failure -> {
                    HubException why = HubException.explain(failure);
                    if (!why.isRefusal(ErrorCode.NOT_FOUND)) {
                        return CompletableFuture.failedFuture(why);
                    }
                    missing.note(Resources.KEY_SHARES, asked);
                    return sendEach(part.shares(), part, deadline);
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
