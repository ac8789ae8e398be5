package org.dske.client.retrieval;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;
import org.dske.auditlog.AuditEntry;
import org.dske.auditlog.AuditEvent;
import org.dske.auditlog.AuditLog;
import org.dske.client.ahead.AheadSettings;
import org.dske.client.audit.ShareAuditor;
import org.dske.client.hub.PeerHub;
import org.dske.client.hub.RelaySettings;
import org.dske.client.hub.TooFewHubsException;
import org.dske.error.ErrorCode;
import org.dske.key.KeyId;
import org.dske.key.SaeId;
import org.dske.key.UserKey;
import org.dske.ledger.DeliveryLedger;
import org.dske.sharing.NetworkSharing;
import org.dske.time.LatencyHistogram;
import org.dske.time.Ticker;

/**
 * Retrieves keys, as responder: fetches their shares from the hubs and joins them, with one exchange a hub however many keys there are,
 * and delivers each once. Safe for concurrent use. Source: protocol, section 5.
 */
public final class KeyRetriever implements AutoCloseable {
    private final List<PeerHub> hubs;
    private final NetworkSharing sharing;
    private final RelaySettings settings;
    private final DeliveredKeys delivered;
    private final ShareAuditor auditor;
    private final Neighbours neighbours;
    private final AuditLog audit;
    private final LongAdder retrieved = new LongAdder();
    private final LatencyHistogram times = new LatencyHistogram();
    private final Ticker ticker;

    /**
     * A retriever.
     *
     * @param hubs the hubs, as many as there are shares
     * @param deliveries what was delivered before
     * @param clock one that never jumps
     * @param ahead whether to fetch keys all at once that were established together, ahead of demand
     * @param random where the key comes from that those are encrypted with
     */
    public KeyRetriever(
            List<PeerHub> hubs,
            NetworkSharing sharing,
            RelaySettings settings,
            ShareAuditor auditor,
            DeliveryLedger deliveries,
            InstantSource clock,
            AheadSettings ahead,
            SecureRandom random,
            Ticker ticker,
            AuditLog audit) {
        this.ticker = ticker;
        this.hubs = List.copyOf(hubs);
        this.sharing = sharing;
        this.settings = settings;
        this.auditor = auditor;
        this.delivered = new DeliveredKeys(
                DeliveredKeys.longest(hubs.size(), sharing.threshold(), settings.timeout()), deliveries, clock);
        this.neighbours = new Neighbours(this.hubs, sharing, settings, auditor, delivered, ahead, random, ticker);
        this.audit = audit;
    }

    /**
     * Fetches the shares of keys and joins them: all of them or none. Returns as soon as the keys are there, and waits for no
     * straggler then. The shares are audited afterwards, those that are still to come too, and hubs that gave wrong ones are
     * named, see {@link org.dske.client.audit.FaultRecord}. Keys that came beside others are there without any hub. The audit log has a
     * line of each by then.
     *
     * @param keyIds the keys, each once
     * @return the keys, in the same order
     * @throws KeyNotFoundException if so many hubs have no share of one that the others are too few, or it was delivered
     * @throws KeyNotPermittedException if so many hubs say that one is for somebody else
     * @throws TooFewHubsException if fewer than k hubs gave a share of one
     * @throws org.dske.error.RequestException with 503 if they have to be recorded, and cannot be: they are not delivered, and may be asked
     *     for again, as long as hubs give their shares to the same client again
     */
    public List<UserKey> retrieve(List<KeyId> keyIds, SaeId master, SaeId slave) {
        long begin = ticker.nanos();
        audit.requireWorking();
        if (!delivered.admit(keyIds, slave)) {
            throw new KeyNotFoundException();
        }
        Neighbours.Pair pair = new Neighbours.Pair(master, slave);
        Map<KeyId, UserKey> keys = new HashMap<>();
        try {
            keys.putAll(neighbours.find(keyIds, pair));
            List<KeyId> missing =
                    keyIds.stream().filter(keyId -> !keys.containsKey(keyId)).toList();
            if (!missing.isEmpty()) {
                fetch(missing, pair).forEach(key -> keys.put(key.id(), key));
            }
            List<UserKey> wanted = keyIds.stream()
                    .map(keyId -> Objects.requireNonNull(keys.get(keyId)))
                    .toList();
            audit.require(wanted.stream()
                    .map(key -> AuditEntry.of(AuditEvent.KEY_DELIVERED)
                            .with("key_id", key.id())
                            .with("to", slave)
                            .with("role", "slave")
                            .with("peers", List.of(master))
                            .with("bits", key.value().size() * Byte.SIZE))
                    .toList());
            delivered.keep(keyIds, slave);
            neighbours.remove(keyIds, pair);
            retrieved.add(keyIds.size());
            times.add(ticker.since(begin));
            return wanted;
        } catch (RuntimeException e) {
            keys.values().forEach(UserKey::close);
            delivered.release(keyIds, slave);
            throw e;
        }
    }

    private List<UserKey> fetch(List<KeyId> keyIds, Neighbours.Pair pair) {
        KeyRetrieval.Question question =
                (hub, asked) -> hub.fetch(asked, pair.master(), pair.slave(), settings.timeout());
        try (KeyRetrieval retrieval =
                new KeyRetrieval(keyIds, hubs, sharing, neighbours.beside(keyIds, pair, question), settings, auditor)) {
            if (!retrieval.succeeds()) {
                throw explain(retrieval);
            }
            return retrieval.keys();
        }
    }

    private RuntimeException explain(KeyRetrieval retrieval) {
        if (!isRefused(retrieval, ErrorCode.NOT_FOUND) && !isRefused(retrieval, ErrorCode.NOT_PERMITTED)) {
            retrieval.awaitRest();
        }
        if (isRefused(retrieval, ErrorCode.NOT_FOUND)) {
            return new KeyNotFoundException();
        }
        if (isRefused(retrieval, ErrorCode.NOT_PERMITTED)) {
            return new KeyNotPermittedException();
        }
        PendingKey worst = retrieval
                .missing()
                .min(Comparator.comparingInt(PendingKey::shareCount))
                .orElseThrow();
        return worst.shareCount() < sharing.threshold()
                ? new TooFewHubsException(worst.shareCount(), sharing.threshold(), worst.reasons())
                : TooFewHubsException.ofWrongShares(worst.shareCount(), sharing.threshold(), worst.reasons());
    }

    private static boolean isRefused(KeyRetrieval retrieval, ErrorCode reason) {
        return retrieval.missing().anyMatch(key -> key.isRefused(reason));
    }

    /** How many keys it has delivered since it was made. */
    public long retrieved() {
        return retrieved.sum();
    }

    /** How long each request took that got its keys. */
    public LatencyHistogram times() {
        return times;
    }

    /** How many keys it keeps that came beside others, and that nobody has asked for yet. */
    public int kept() {
        return neighbours.count();
    }

    /** How many of them nobody asked for in their time, since it was made. */
    public long expired() {
        return neighbours.expired();
    }

    /** Audits no more shares, and wipes those that are waiting for it, and the keys that nobody asked for. To be closed after the hubs. */
    @Override
    public void close() {
        neighbours.close();
        auditor.close();
    }
}
