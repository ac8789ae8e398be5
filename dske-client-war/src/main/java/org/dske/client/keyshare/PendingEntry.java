package org.dske.client.keyshare;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.dske.client.transport.ErrorDetails;
import org.dske.client.transport.HubException;
import org.dske.error.ErrorCode;
import org.dske.key.KeyId;
import org.dske.key.SaeId;
import org.dske.protocol.exchange.GetEntry;
import org.dske.protocol.exchange.GetResult;
import org.dske.protocol.exchange.IndexedKey;
import org.dske.protocol.exchange.PutEntry;
import org.dske.protocol.exchange.PutResult;
import org.dske.secret.SecretBytes;
import org.dske.time.Deadline;
import org.jspecify.annotations.Nullable;

/**
 * Shares for a hub, or a question for some, of one encryptor: it waits for an exchange that carries it, and for the answer. Safe for
 * concurrent use.
 *
 * @param <T> what the hub answers
 */
abstract sealed class PendingEntry<T> {
    /** What JSON puts around the members of an entry, and around a place, in bytes. */
    private static final int AROUND_AN_ENTRY = 512;

    private static final int AROUND_A_PLACE = 8;
    /** What a character takes at most, in UTF-8 and perhaps behind a backslash. */
    private static final int OF_A_CHARACTER = 3;

    private final Deadline deadline;
    private final CompletableFuture<Void> turn = new CompletableFuture<>();
    private final CompletableFuture<T> answer = new CompletableFuture<>();
    private volatile boolean together;

    private PendingEntry(Deadline deadline) {
        this.deadline = deadline;
    }

    /** When there is an end to the wait for its turn. */
    Deadline deadline() {
        return deadline;
    }

    /** What the hub answers; fails with a {@link HubException}, or when its time was over before its turn came. */
    CompletableFuture<T> answer() {
        return answer;
    }

    /** Fails it if its turn does not come in time. */
    void awaitTurn(Runnable whenOver) {
        if (!turn.isDone()) {
            var unused = turn.orTimeout(deadline.nanosLeft(), TimeUnit.NANOSECONDS)
                    .whenComplete((begun, failure) -> {
                        if (failure != null) {
                            whenOver.run();
                            fail(HubException.explain(failure));
                        }
                    });
        }
    }

    /** It is its turn; false if its time is over. From now on it ends when the exchange does. */
    boolean begin() {
        return turn.complete(null);
    }

    /** It goes with others in one exchange. */
    void goTogether() {
        together = true;
    }

    /** Whether others were in the same exchange. */
    boolean isTogether() {
        return together;
    }

    /** Whether its turn has come, or will not come. */
    boolean isDone() {
        return turn.isDone();
    }

    /** Nothing comes of it. */
    void fail(HubException why) {
        turn.completeExceptionally(why);
        answer.completeExceptionally(why);
    }

    /** How many bytes it takes of a message in either direction, about and rather too many. */
    abstract long messageBytes(BatchLimit limit);

    /** How many bytes encrypt it. */
    abstract int padBytes();

    private static long bytesAround(Stream<SaeId> names) {
        return AROUND_AN_ENTRY
                + OF_A_CHARACTER * names.mapToLong(name -> name.name().length()).sum();
    }

    private static HubException refusal(int status, @Nullable String message, ErrorDetails details) {
        String reason = "it refused: " + (message == null ? "status " + status : message);
        return status == ErrorCode.UNAVAILABLE.httpStatus()
                ? HubException.of(HubException.Kind.DRY, details, reason)
                : HubException.refused(status, details, reason);
    }

    /** Shares on their way to the hub. */
    static final class Put extends PendingEntry<Void> {
        private final ShareBatch batch;
        private final int attempt;

        /**
         * Shares that fit into one message.
         *
         * @param attempt which attempt at sending them it is, the first being 1
         */
        Put(ShareBatch batch, int attempt, Deadline deadline) {
            super(deadline);
            this.batch = batch;
            this.attempt = attempt;
        }

        @Override
        long messageBytes(BatchLimit limit) {
            long places = batch.places().numbers().keySet().stream()
                    .mapToLong(hub -> hub.name().length() + AROUND_A_PLACE)
                    .sum();
            return bytesAround(Stream.concat(Stream.of(batch.master()), batch.slaves().stream()))
                    + places
                    + limit.messageBytes(batch.shares().size(), batch.shareSize());
        }

        @Override
        int padBytes() {
            return batch.size();
        }

        /** The values of the shares. */
        Stream<SecretBytes> values() {
            return batch.shares().stream().map(each -> each.share().value());
        }

        /** What the message says of them. */
        PutEntry message() {
            return new PutEntry(
                    batch.master().name(),
                    batch.slaves().getFirst().name(),
                    batch.additionalSlaves(),
                    batch.namedSharing(),
                    batch.namedThreshold(),
                    batch.namedPlaces(),
                    batch.shareSize(),
                    batch.shares().stream()
                            .map(each -> new IndexedKey(
                                    each.keyId().uuid(), each.share().index()))
                            .toList());
        }

        /** The hub has said what became of them. */
        void answer(PutResult result) {
            if (InBandClient.isTaken(result.status(), attempt)) {
                answer().complete(null);
            } else {
                fail(refusal(result.status(), result.message(), ErrorDetails.NONE));
            }
        }
    }

    /** A question for shares. */
    static final class Get extends PendingEntry<Map<KeyId, FetchedShare>> {
        private final SaeId master;
        private final SaeId slave;
        private final List<KeyId> keyIds;
        private final int largestShare;

        /**
         * A question.
         *
         * @param largestShare bytes of the largest share, as no one knows how large those are that are asked for
         */
        Get(SaeId master, SaeId slave, List<KeyId> keyIds, int largestShare, Deadline deadline) {
            super(deadline);
            this.master = master;
            this.slave = slave;
            this.keyIds = List.copyOf(keyIds);
            this.largestShare = largestShare;
        }

        @Override
        long messageBytes(BatchLimit limit) {
            return bytesAround(Stream.of(master, slave)) + limit.messageBytes(keyIds.size(), largestShare);
        }

        @Override
        int padBytes() {
            return 0;
        }

        /** What the message says of it. */
        GetEntry message() {
            return new GetEntry(
                    master.name(),
                    slave.name(),
                    keyIds.stream().map(KeyId::uuid).toList());
        }

        /**
         * Makes sense of what the hub has said, before anything is decrypted.
         *
         * @throws HubException if it is not about the keys that it was asked for
         * @throws org.dske.error.InvalidException if it says of shares what nobody says
         */
        void check(GetResult result) {
            if (result.succeeded()) {
                Set<UUID> given = new HashSet<>();
                result.given().forEach(share -> given.add(share.userKeyId()));
                if (given.size() != keyIds.size() || !keyIds.stream().allMatch(keyId -> given.contains(keyId.uuid()))) {
                    throw HubException.of(
                            HubException.Kind.INVALID_RESPONSE,
                            "its answer has not one share of each key that it was asked for");
                }
            }
        }

        /** An entry has no room for it: how many bytes the hub lacks at most, if it is these that it lacks. */
        private ErrorDetails lack() {
            return ErrorDetails.ofMissing((long) largestShare * keyIds.size());
        }

        /** The hub has given the shares, or said why not. */
        void answer(GetResult result, Map<KeyId, FetchedShare> shares) {
            if (result.succeeded()) {
                answer().complete(shares);
            } else {
                fail(refusal(result.status(), result.message(), lack()));
            }
        }
    }
}
