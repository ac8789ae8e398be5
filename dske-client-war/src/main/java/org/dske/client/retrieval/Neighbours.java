package org.dske.client.retrieval;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.dske.client.ahead.AheadSettings;
import org.dske.client.ahead.KeptKeys;
import org.dske.client.audit.ShareAuditor;
import org.dske.client.hub.PeerHub;
import org.dske.client.hub.RelaySettings;
import org.dske.client.keyshare.FetchedShares;
import org.dske.key.KeyBatch;
import org.dske.key.KeyId;
import org.dske.key.NodeName;
import org.dske.key.SaeId;
import org.dske.key.UserKey;
import org.dske.sharing.NetworkSharing;
import org.dske.sharing.SharingMode;
import org.dske.signature.SigningKey;
import org.dske.time.Deadline;
import org.dske.time.Ticker;

/**
 * Fetches, beside a key that was established ahead of demand, the others of its batch in the same exchange, and keeps them until they are
 * asked for or over. Whoever waits for the one key does not wait for the others: they are joined and audited in the background, with the
 * same care. What fails with them is nobody's failure: whoever asks for one of them gets it as any other key. Safe for concurrent use.
 *
 * <p>A key is kept only as long as its slave has not got it. Who else may have it the hubs have said when they gave the shares: it is found
 * only for the same master and slave.
 */
final class Neighbours implements AutoCloseable {
    /** As long as hubs keep a share, by default, that nobody fetches. */
    static final Duration KEPT = Duration.ofHours(1);

    private static final int MOST_OF_PAIR = 4 * KeyBatch.MOST;
    private static final int MOST_UNDER_WAY = 16;
    private static final int MOST_REMEMBERED = 1_024;

    private final List<PeerHub> hubs;
    private final NetworkSharing sharing;
    private final RelaySettings settings;
    private final ShareAuditor auditor;
    private final DeliveredKeys delivered;
    private final AheadSettings ahead;
    private final int shareSize;
    private final KeptKeys<Pair> kept;
    private int underWay;

    /** The batches that hubs were asked for lately, each once, and what is done when it has come, or will not. Guarded by this. */
    private final Map<Batch, CompletableFuture<Void>> batches = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Batch, CompletableFuture<Void>> eldest) {
            return size() > MOST_REMEMBERED;
        }
    };

    /** Whom keys are for. */
    record Pair(SaeId master, SaeId slave) {}

    private record Batch(Pair pair, KeyBatch keys) {}

    Neighbours(
            List<PeerHub> hubs,
            NetworkSharing sharing,
            RelaySettings settings,
            ShareAuditor auditor,
            DeliveredKeys delivered,
            AheadSettings ahead,
            SecureRandom random,
            Ticker ticker) {
        this.hubs = hubs;
        this.sharing = sharing;
        this.settings = settings;
        this.auditor = auditor;
        this.delivered = delivered;
        this.ahead = ahead;
        this.shareSize = sharing.in(SharingMode.ITS).shareSize(ahead.keySize());
        this.kept = new KeptKeys<>(ahead.mostBytes(), MOST_OF_PAIR, random, ticker);
    }

    /**
     * Looks for keys. Those that are on their way are waited for, as for a straggler.
     *
     * @return a copy of each that is there, which is the caller's
     */
    Map<KeyId, UserKey> find(List<KeyId> keyIds, Pair pair) {
        if (!ahead.batches()) {
            return Map.of();
        }
        Deadline end = settings.stragglerDeadline();
        keyIds.stream()
                .flatMap(keyId -> KeyBatch.of(keyId).stream())
                .distinct()
                .forEach(batch -> await(new Batch(pair, batch), end));
        return kept.find(pair, keyIds);
    }

    private void await(Batch batch, Deadline end) {
        CompletableFuture<Void> arrival;
        synchronized (this) {
            arrival = batches.get(batch);
        }
        if (arrival == null || arrival.isDone()) {
            return;
        }
        try {
            arrival.get(end.nanosLeft(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            // The hubs are asked for the key itself.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new IllegalStateException("an arrival never fails", e);
        }
    }

    /** They have been delivered. */
    void remove(List<KeyId> keyIds, Pair pair) {
        kept.remove(pair, keyIds);
    }

    /**
     * Has hubs be asked for the other keys of a batch beside those that are wanted, if there is one, and room for it.
     *
     * @param wanted keys that are not kept
     * @param question asks for these
     * @return asks for both
     */
    KeyRetrieval.Question beside(List<KeyId> wanted, Pair pair, KeyRetrieval.Question question) {
        Optional<KeyBatch> last = ahead.batches() ? KeyBatch.of(wanted.getLast()) : Optional.empty();
        if (last.isEmpty()) {
            return question;
        }
        List<KeyId> others = last.get().keyIds().stream()
                .filter(keyId -> !wanted.contains(keyId) && !delivered.isDelivered(keyId, pair.slave()))
                .toList();
        if (others.isEmpty() || !hasRoom(pair, others.size())) {
            return question;
        }
        Batch batch = new Batch(pair, last.get());
        CompletableFuture<Void> arrival = new CompletableFuture<>();
        if (!begin(batch, arrival)) {
            return question;
        }
        Map<NodeName, CompletableFuture<FetchedShares>> answers = new ConcurrentHashMap<>();
        hubs.forEach(hub -> answers.put(hub.name(), new CompletableFuture<>()));
        Map<NodeName, CompletableFuture<FetchedShares>> unasked = new ConcurrentHashMap<>(answers);
        Thread.startVirtualThread(() -> {
            try {
                fetch(others, pair, answers);
            } finally {
                end();
                arrival.complete(null);
            }
        });
        return (hub, asked) -> {
            CompletableFuture<FetchedShares> answer = unasked.remove(hub.name());
            return answer == null
                    ? question.ask(hub, asked)
                    : hub.together(() -> {
                        CompletableFuture<FetchedShares> ofWanted = question.ask(hub, asked);
                        forward(ask(hub, others, pair), answer);
                        return ofWanted;
                    });
        };
    }

    private CompletableFuture<FetchedShares> ask(PeerHub hub, List<KeyId> keyIds, Pair pair) {
        return hub.fetchBeside(keyIds, pair.master(), pair.slave(), shareSize, settings.timeout());
    }

    private static <T> void forward(CompletableFuture<T> from, CompletableFuture<T> to) {
        var unused = from.whenComplete((value, failure) -> {
            if (failure == null) {
                to.complete(value);
            } else {
                to.completeExceptionally(failure);
            }
        });
    }

    /** In memory, and in the pools that hubs encrypt shares from: those that are kept cost a part of each at most. */
    private boolean hasRoom(Pair pair, int number) {
        long cost = (long) kept.count() * shareSize;
        return kept.hasRoom(pair, number, ahead.keySize())
                && hubs.stream()
                        .filter(PeerHub::isUp)
                        .allMatch(hub ->
                                ahead.affordable(cost, hub.hubBytesLeft(), SigningKey.SIZE, shareSize) >= number);
    }

    private synchronized boolean begin(Batch batch, CompletableFuture<Void> arrival) {
        if (underWay == MOST_UNDER_WAY || batches.putIfAbsent(batch, arrival) != null) {
            return false;
        }
        underWay++;
        return true;
    }

    private synchronized void end() {
        underWay--;
    }

    private void fetch(List<KeyId> keyIds, Pair pair, Map<NodeName, CompletableFuture<FetchedShares>> answers) {
        KeyRetrieval.Question question = (hub, asked) -> {
            CompletableFuture<FetchedShares> first = answers.remove(hub.name());
            return first == null ? ask(hub, asked, pair) : first;
        };
        try (KeyRetrieval retrieval = new KeyRetrieval(keyIds, hubs, sharing, question, settings, auditor)) {
            // Those that are there, though others be out of reach: hubs have given their shares, and do so for their
            // grace only.
            boolean unused = retrieval.succeeds();
            keep(retrieval.joined(), pair);
        }
    }

    private void keep(Collection<UserKey> keys, Pair pair) {
        try {
            for (UserKey key : keys) {
                kept.keep(pair, key, KEPT);
                // In this order: whoever delivers it counts it as delivered first, and then has it removed.
                if (delivered.isDelivered(key.id(), pair.slave())) {
                    kept.remove(pair, List.of(key.id()));
                }
            }
        } finally {
            keys.forEach(UserKey::close);
        }
    }

    /** How many keys there are that nobody has asked for yet. */
    int count() {
        return kept.count();
    }

    /** How many keys nobody asked for in their time. */
    long expired() {
        return kept.expired();
    }

    /** Wipes what is kept, and keeps nothing any more. */
    @Override
    public void close() {
        kept.close();
    }
}
