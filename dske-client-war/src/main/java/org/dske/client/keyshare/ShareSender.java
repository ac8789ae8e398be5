package org.dske.client.keyshare;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.dske.allocation.AllocatedBytes;
import org.dske.client.transport.HubException;
import org.dske.client.transport.HubRequest;
import org.dske.encryption.EncryptionKey;
import org.dske.error.ErrorCode;
import org.dske.protocol.AllocationMessage;
import org.dske.protocol.EncryptedShare;
import org.dske.protocol.PostKeyShareRequest;
import org.dske.protocol.PostKeySharesRequest;
import org.dske.protocol.Resources;
import org.dske.time.Deadline;

/**
 * Hands shares to a hub: with all else that is waiting for it, by the batch or one by one, as the hub knows it. Where there are no
 * exchanges and no batches, a single share goes by the message that every hub knows.
 */
public final class ShareSender {
    private final InBandClient inBand;
    private final ExchangeQueue queue;
    private final BatchLimit limit;

    /** A sender to the hub of this interface, with so many shares in a message. */
    public ShareSender(InBandClient inBand, ExchangeQueue queue, BatchLimit limit) {
        this.inBand = inBand;
        this.queue = queue;
        this.limit = limit;
    }

    /**
     * Hands a batch over.
     *
     * @param batch the shares, which are wiped when the exchange has ended
     * @return done when the hub has taken all shares; fails with a {@link HubException}, and the hub may have taken some then
     */
    public CompletableFuture<Void> send(ShareBatch batch, Duration time) {
        return InBandClient.inTime(
                time,
                batch::close,
                deadline -> InBandClient.inTurn(
                        limit.cut(batch.shares(), batch.shareSize()), part -> send(batch.with(part), deadline)));
    }

    private CompletableFuture<Void> send(ShareBatch part, Deadline deadline) {
        if (inBand.missing().includes(Resources.EXCHANGE)) {
            return sendApart(part, deadline);
        }
        return queue.put(part, deadline).exceptionallyCompose(failure -> {
            HubException why = HubException.explain(failure);
            return why.isRefusal(ErrorCode.NOT_FOUND) ? sendApart(part, deadline) : CompletableFuture.failedFuture(why);
        });
    }

    private CompletableFuture<Void> sendApart(ShareBatch part, Deadline deadline) {
        return inBand.enter(deadline, () -> sendTogether(part, deadline));
    }

    private CompletableFuture<Void> sendEach(ShareBatch batch, Deadline deadline) {
        return InBandClient.inTurn(batch.shares(), share -> {
            ShareBatch single = batch.with(List.of(share));
            return inBand.send(
                    single.size(), pad -> HubRequest.post(Resources.KEY_SHARE, message(single, pad)), deadline);
        });
    }

    /** Sends shares in one exchange, or one by one if the hub does not know how. */
    private CompletableFuture<Void> sendTogether(ShareBatch part, Deadline deadline) {
        if (part.shares().size() == 1 || inBand.missing().includes(Resources.KEY_SHARES)) {
            return sendEach(part, deadline);
        }
        long asked = inBand.missing().now();
        return inBand.send(part.size(), pad -> HubRequest.post(Resources.KEY_SHARES, batchMessage(part, pad)), deadline)
                .exceptionallyCompose(failure -> {
                    HubException why = HubException.explain(failure);
                    if (!why.isRefusal(ErrorCode.NOT_FOUND)) {
                        return CompletableFuture.failedFuture(why);
                    }
                    inBand.missing().note(Resources.KEY_SHARES, asked);
                    return sendEach(part, deadline);
                });
    }

    private PostKeyShareRequest message(ShareBatch single, AllocatedBytes pad) {
        EncryptedShare share = encrypt(single, pad).get(0);
        return new PostKeyShareRequest(
                inBand.client().name(),
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
                inBand.client().name(),
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
