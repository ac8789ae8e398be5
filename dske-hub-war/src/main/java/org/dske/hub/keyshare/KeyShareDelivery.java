package org.dske.hub.keyshare;

import java.util.Comparator;
import java.util.List;
import java.util.function.ToLongFunction;
import org.dske.allocation.AllocatedBytes;
import org.dske.allocation.Allocation;
import org.dske.auditlog.AuditEntry;
import org.dske.auditlog.AuditEvent;
import org.dske.auditlog.AuditLog;
import org.dske.config.HttpSettings;
import org.dske.encryption.EncryptionKey;
import org.dske.error.DskeException;
import org.dske.error.ErrorCode;
import org.dske.error.RequestException;
import org.dske.hub.share.HeldShare;
import org.dske.hub.signature.SignedExchange;
import org.dske.secret.SecretBytes;
import org.jspecify.annotations.Nullable;

/** The other half of what a hub is there for: it gives shares to responders, and checks who may get which. */
public final class KeyShareDelivery {
    private final KeyShares shares;
    private final int maxBytes;
    private final AuditLog audit;

    public KeyShareDelivery(KeyShares shares, HttpSettings http, AuditLog audit) {
        this.shares = shares;
        this.maxBytes = http.maxBody();
        this.audit = audit;
    }

    /**
     * Gives shares out in one answer, to each question all or none. Unless all are given that one is about, none of them is marked as
     * fetched, and no bytes are used for them. The audit log has a line of each that is given by then; if those that are fetched have to be
     * recorded, and cannot be, none is given, and the same client may ask again.
     *
     * @param exchange who signed the questions, and what the answer is encrypted with
     * @param questions what is asked for, at least one question
     * @param alone whether nobody else waits for the answer: then it may wait for bytes. Otherwise those who ask for most get
     *     nothing as long as there are not enough for all
     * @param sizeInAnswer how many bytes of the answer the shares take that one question is about; may fail with a {@link DskeException}
     * @return what each gets; fails with a {@link DskeException}: 400 if a question is not allowed, 403 if the signer may not get one
     *     of the shares, 404 with the keys of which there is no share, 409 if their keys were not split the same way, 413 if they are too
     *     many bytes for the answer, 503 if there are too few bytes to encrypt them, or the store fails, or the audit log does
     */
    GivenShares give(
            SignedExchange exchange,
            List<WantedShares> questions,
            boolean alone,
            ToLongFunction<List<HeldShare>> sizeInAnswer) {
        List<ShareDelivery> all = questions.stream()
                .map(question -> new ShareDelivery(shares, question))
                .toList();
        long taken = 0;
        for (ShareDelivery delivery : all) {
            taken = delivery.fitIn(sizeInAnswer, taken, maxBytes);
        }
        if (!alone) {
            keepThoseThatThereIsEnoughFor(all, exchange.client().hubPool().remaining());
        }
        require(all, audit::requireWorking);
        GivenShares given = new GivenShares(encrypt(exchange, all), all);
        recordRefusals(exchange, questions, all);
        return given;
    }

    /** Who asks for much is not to take from the others what each of them would get. */
    private static void keepThoseThatThereIsEnoughFor(List<ShareDelivery> all, long left) {
        List<ShareDelivery> largestFirst = all.stream()
                .sorted(Comparator.comparingLong(ShareDelivery::bytes).reversed())
                .toList();
        for (ShareDelivery largest : largestFirst) {
            long wanted = bytes(all);
            if (wanted > left) {
                largest.fail(new RequestException(
                        ErrorCode.UNAVAILABLE,
                        "all shares of this message have " + wanted + " bytes together, and " + left
                                + " bytes of PSRD are left to encrypt them with"));
            }
        }
    }

    /** Fetches the shares and encrypts them; null if none is given. */
    private @Nullable Allocation encrypt(SignedExchange exchange, List<ShareDelivery> all) {
        long size = bytes(all);
        if (size == 0) {
            return null;
        }
        try (AllocatedBytes allocated = exchange.allocate(Math.toIntExact(size))) {
            all.forEach(ShareDelivery::fetch);
            List<SecretBytes> values =
                    all.stream().flatMap(each -> each.values().stream()).toList();
            require(all, () -> audit.require(entries(exchange, all)));
            AllocatedBytes pad = keep(exchange, allocated, Math.toIntExact(bytes(all)));
            return pad == null ? null : encrypt(pad, values, all);
        } catch (DskeException e) {
            all.forEach(delivery -> delivery.fail(e));
            return null;
        } finally {
            all.forEach(ShareDelivery::close);
        }
    }

    /** Fails all of them if something fails that each needs. */
    private static void require(List<ShareDelivery> all, Runnable needed) {
        try {
            needed.run();
        } catch (DskeException e) {
            all.forEach(delivery -> delivery.fail(e));
        }
    }

    private static List<AuditEntry> entries(SignedExchange exchange, List<ShareDelivery> all) {
        return all.stream()
                .filter(delivery -> delivery.failure() == null)
                .flatMap(delivery -> delivery.held().stream())
                .map(share -> AuditEntry.of(AuditEvent.SHARE_GIVEN)
                        .with("key_id", share.id().keyId())
                        .with("from", share.id().initiator())
                        .with("to", exchange.client().peer()))
                .toList();
    }

    private void recordRefusals(SignedExchange exchange, List<WantedShares> questions, List<ShareDelivery> all) {
        for (int i = 0; i < all.size(); i++) {
            DskeException failure = all.get(i).failure();
            if (failure != null) {
                exchange.refusalRecorded();
                audit.noteRefusal(
                        exchange.client().peer(),
                        AuditEntry.of(AuditEvent.SHARE_REFUSED)
                                .with("key_ids", questions.get(i).keyIds())
                                .with("to", exchange.client().peer())
                                .with("status", failure.code().httpStatus()));
            }
        }
    }

    private static Allocation encrypt(AllocatedBytes bytes, List<SecretBytes> values, List<ShareDelivery> all) {
        try (EncryptionKey pad = new EncryptionKey(bytes.bytes())) {
            List<byte[]> encrypted = pad.encryptAll(values);
            int from = 0;
            for (ShareDelivery delivery : all) {
                delivery.encrypted(encrypted.subList(from, from + delivery.count()));
                from += delivery.count();
            }
            return bytes.allocation();
        }
    }

    /**
     * The first of the bytes, as many as are needed. The allocation may have waited so long that a share is gone, or the store may have
     * failed: then no byte of the rest has left this hub. Null if none is needed.
     */
    private static @Nullable AllocatedBytes keep(SignedExchange exchange, AllocatedBytes allocated, int needed) {
        if (needed == allocated.bytes().size()) {
            return allocated;
        }
        if (needed == 0) {
            exchange.giveBack(allocated);
            return null;
        }
        List<AllocatedBytes> parts = allocated.splitAt(needed);
        exchange.giveBack(parts.getLast());
        return parts.getFirst();
    }

    private static long bytes(List<ShareDelivery> all) {
        return all.stream().mapToLong(ShareDelivery::bytes).sum();
    }
}
