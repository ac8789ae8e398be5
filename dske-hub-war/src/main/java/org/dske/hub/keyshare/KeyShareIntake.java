package org.dske.hub.keyshare;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.dske.allocation.Allocation;
import org.dske.auditlog.AuditEntry;
import org.dske.auditlog.AuditEvent;
import org.dske.auditlog.AuditLog;
import org.dske.encryption.EncryptionKey;
import org.dske.error.DskeException;
import org.dske.error.ErrorCode;
import org.dske.error.InvalidException;
import org.dske.error.RequestException;
import org.dske.hub.client.PeerClient;
import org.dske.hub.share.NewShare;
import org.dske.hub.share.ShareId;
import org.dske.hub.share.ShareTerms;
import org.dske.hub.signature.SignedExchange;
import org.dske.key.KeyId;
import org.dske.ledger.PeerName;
import org.dske.protocol.AllocationMessage;
import org.dske.protocol.EncryptedShare;
import org.dske.psrd.UnknownBlockException;
import org.dske.secret.SecretBytes;
import org.dske.sharing.Share;
import org.jspecify.annotations.Nullable;

/** One half of what a hub is there for: it takes shares from initiators, and checks who may hand over which. */
public final class KeyShareIntake {
    private final KeyShares shares;
    private final AuditLog audit;

    public KeyShareIntake(KeyShares shares, AuditLog audit) {
        this.shares = shares;
        this.audit = audit;
    }

    /**
     * Takes shares of any number of posts, each all or none, and all of them into the store together. The bytes that encrypt them are used
     * up as soon as they are known to be named rightly, whatever becomes of the shares: their owner has spent them. If no post is
     * one that the signer may make, they stay.
     *
     * @param exchange who signed the posts
     * @param message the bytes that encrypt the shares, one after the other
     * @param posts the posts, at least one
     * @return of each post, in their order: done when its shares are stored; fails with a {@link DskeException}: 400 if it says what is not
     *     allowed, 403 if the signer may not make it, 409 if there is a share of one of the keys, 429 if they are more than the hub
     *     holds for the signer, or for all
     * @throws InvalidException if the bytes are not named rightly; nothing has changed then
     */
    List<CompletableFuture<Void>> take(SignedExchange exchange, AllocationMessage message, List<PostedShares> posts) {
        PeerClient signer = exchange.client();
        Allocation allocation = message.toAllocation();
        int size = Math.toIntExact(posts.stream().mapToLong(PostedShares::bytes).sum());
        try (SecretBytes pad = signer.clientPool().peek(allocation, size, Duration.ZERO)) {
            List<CompletableFuture<ShareTerms>> terms =
                    posts.stream().map(post -> termsOf(post, signer)).toList();
            if (!terms.stream().allMatch(CompletableFuture::isCompletedExceptionally)) {
                signer.clientPool().consume(allocation);
            }
            List<CompletableFuture<Void>> stored = new ArrayList<>();
            int offset = 0;
            for (int i = 0; i < posts.size(); i++) {
                PostedShares post = posts.get(i);
                int from = offset;
                int to = from + (int) post.bytes();
                stored.add(terms.get(i)
                        .thenCompose(valid -> store(signer, valid, post.shares(), pad.slice(from, to)))
                        .whenComplete((done, failure) -> record(exchange, post, failure)));
                offset = to;
            }
            return stored;
        } catch (UnknownBlockException e) {
            throw new InvalidException("encryption_key_allocation: " + e.getMessage());
        }
    }

    /** Waits until shares that were taken are stored; fails with what they fail with. */
    void await(CompletableFuture<Void> taken) {
        shares.await(taken);
    }

    private void record(SignedExchange exchange, PostedShares post, @Nullable Throwable failure) {
        PeerName signer = exchange.client().peer();
        List<String> keyIds = post.shares().stream()
                .map(share -> share.userKeyId().toString())
                .toList();
        if (failure == null) {
            keyIds.forEach(keyId -> audit.note(
                    AuditEntry.of(AuditEvent.SHARE_TAKEN).with("key_id", keyId).with("from", signer)));
        } else {
            Throwable cause = failure instanceof CompletionException wrapped && wrapped.getCause() != null
                    ? wrapped.getCause()
                    : failure;
            exchange.refusalRecorded();
            audit.noteRefusal(
                    signer,
                    AuditEntry.of(AuditEvent.SHARE_REFUSED)
                            .with("key_ids", keyIds)
                            .with("from", signer)
                            .with(
                                    "status",
                                    (cause instanceof DskeException e ? e.code() : ErrorCode.INTERNAL).httpStatus()));
        }
    }

    /** Checks what a post says of its shares. */
    private static CompletableFuture<ShareTerms> termsOf(PostedShares post, PeerClient signer) {
        try {
            ShareTerms terms = post.terms().get();
            if (!signer.encryptors().contains(terms.master())) {
                throw new RequestException(
                        ErrorCode.NOT_PERMITTED,
                        "encryptor " + terms.master() + " is not one of client " + signer.name());
            }
            post.shares().forEach(share -> terms.mode().requireIndex(share.shareIndex()));
            return CompletableFuture.completedFuture(terms);
        } catch (DskeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private CompletableFuture<Void> store(
            PeerClient initiator, ShareTerms terms, List<EncryptedShare> encrypted, SecretBytes pad) {
        try (EncryptionKey key = new EncryptionKey(pad)) {
            List<SecretBytes> values = key.decryptAll(
                    encrypted.stream().map(EncryptedShare::encryptedShareValue).toList());
            List<NewShare> batch = new ArrayList<>();
            for (int i = 0; i < encrypted.size(); i++) {
                EncryptedShare share = encrypted.get(i);
                batch.add(new NewShare(
                        new ShareId(initiator.name(), terms.master(), new KeyId(share.userKeyId())),
                        terms,
                        new Share(share.shareIndex(), values.get(i))));
            }
            return shares.add(batch);
        }
    }
}
