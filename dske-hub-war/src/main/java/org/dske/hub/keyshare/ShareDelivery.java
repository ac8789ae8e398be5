package org.dske.hub.keyshare;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.ToLongFunction;
import org.dske.error.DskeException;
import org.dske.error.ErrorCode;
import org.dske.error.RequestException;
import org.dske.hub.share.HeldShare;
import org.dske.hub.share.HeldShare.Claim;
import org.dske.hub.share.ShareTerms;
import org.dske.protocol.EncryptedShare;
import org.dske.secret.SecretBytes;
import org.jspecify.annotations.Nullable;

/** The shares that one question is about, on their way out: all of them or, once a step has failed, none. For one thread. */
final class ShareDelivery implements AutoCloseable {
    private final KeyShares shares;
    private @Nullable ShareRequester requester;
    private List<Claim> claims = List.of();
    private CompletableFuture<List<SecretBytes>> fetched = CompletableFuture.completedFuture(List.of());
    private List<byte[]> encrypted = List.of();
    private @Nullable DskeException failure;

    /** Finds what a question is about. */
    ShareDelivery(KeyShares shares, WantedShares question) {
        this.shares = shares;
        attempt(() -> {
            ShareRequester who = question.requester().get();
            List<Claim> found = shares.find(who, question.keyIds());
            requireCommonTerms(found);
            requester = who;
            claims = found;
        });
    }

    /** One answer has one place to say how the keys were split. */
    private static void requireCommonTerms(List<Claim> found) {
        ShareTerms terms = found.getFirst().share().terms();
        for (Claim claim : found) {
            if (!claim.share().terms().isSplitAs(terms)) {
                throw new RequestException(
                        ErrorCode.CONFLICT,
                        "the shares differ in their mode of sharing, threshold or places: they cannot be got in one"
                                + " message, but one by one");
            }
        }
    }

    /**
     * Fails with 413 if an answer has no room for the shares. One share is never too large for an answer of its own.
     *
     * @param sizeInAnswer how many bytes of the answer they take; may fail, and so they do
     * @param before how many bytes of it are taken
     * @param most how many bytes it may have
     * @return how many bytes of it are taken then
     */
    long fitIn(ToLongFunction<List<HeldShare>> sizeInAnswer, long before, long most) {
        long[] taken = {before};
        attempt(() -> {
            long size = sizeInAnswer.applyAsLong(held());
            boolean hasAnswerOfItsOwn = before == 0 && claims.size() == 1;
            if (before + size > most && !hasAnswerOfItsOwn) {
                throw new RequestException(
                        ErrorCode.TOO_LARGE,
                        "the shares have " + size + " bytes together, and one answer at most " + most
                                + (before == 0 ? "" : ", of which others have " + before)
                                + ": ask for fewer at a time");
            }
            taken[0] += size;
        });
        return taken[0];
    }

    /** Starts to fetch the shares. */
    void fetch() {
        attempt(() -> {
            if (requester != null) {
                fetched = shares.fetch(requester, claims);
            }
        });
    }

    /** The values of the shares, when they are fetched; none if that has failed. */
    List<SecretBytes> values() {
        attempt(() -> shares.await(fetched));
        return failure == null ? shares.await(fetched) : List.of();
    }

    /** Takes the values, encrypted. */
    void encrypted(List<byte[]> values) {
        encrypted = List.copyOf(values);
    }

    /** A failure of something that concerns several is that of each. */
    void fail(DskeException why) {
        failure = failure == null ? why : failure;
    }

    /** Takes a step, unless one has failed. */
    private void attempt(Runnable step) {
        if (failure == null) {
            try {
                step.run();
            } catch (DskeException e) {
                fail(e);
            }
        }
    }

    /** How many bytes encrypt the shares; 0 if a step has failed. */
    long bytes() {
        return failure == null ? held().stream().mapToLong(HeldShare::size).sum() : 0;
    }

    /** How many shares there are; 0 if a step has failed. */
    int count() {
        return failure == null ? claims.size() : 0;
    }

    /** What went wrong; null if all went well. */
    @Nullable
    DskeException failure() {
        return failure;
    }

    /** Checks that all went well; fails with the failure of a step otherwise. */
    void requireSuccess() {
        if (failure != null) {
            throw failure;
        }
    }

    /** What there is to say of the shares, in the order in which they were asked for. */
    List<HeldShare> held() {
        return claims.stream().map(Claim::share).toList();
    }

    /** What the initiator said of all the shares. */
    ShareTerms terms() {
        return claims.getFirst().share().terms();
    }

    /** The values of the shares, encrypted; none if a step has failed. */
    List<byte[]> encrypted() {
        return encrypted;
    }

    /** The shares as a message has them one by one. */
    List<EncryptedShare> messages() {
        List<EncryptedShare> messages = new ArrayList<>();
        for (int i = 0; i < claims.size(); i++) {
            HeldShare share = claims.get(i).share();
            messages.add(new EncryptedShare(share.id().keyId().uuid(), share.index(), encrypted.get(i)));
        }
        return messages;
    }

    /** Wipes the values, also if they are still to come. */
    @Override
    public void close() {
        var unused = fetched.thenAccept(values -> values.forEach(SecretBytes::close));
    }
}
