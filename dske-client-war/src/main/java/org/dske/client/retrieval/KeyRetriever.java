package org.dske.client.retrieval;

import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
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
    private final LongAdder retrieved = new LongAdder();

    /**
     * A retriever.
     *
     * @param hubs the hubs, as many as there are shares
     * @param deliveries what was delivered before
     * @param clock one that never jumps
     */
    public KeyRetriever(
            List<PeerHub> hubs,
            NetworkSharing sharing,
            RelaySettings settings,
            ShareAuditor auditor,
            DeliveryLedger deliveries,
            InstantSource clock) {
        this.hubs = List.copyOf(hubs);
        this.sharing = sharing;
        this.settings = settings;
        this.auditor = auditor;
        this.delivered = new DeliveredKeys(
                DeliveredKeys.longest(hubs.size(), sharing.threshold(), settings.timeout()), deliveries, clock);
    }

    /**
     * Fetches the shares of keys and joins them: all of them or none. Returns as soon as the keys are there, and waits for no
     * straggler then. The shares are audited afterwards, those that are still to come too, and hubs that gave wrong ones are
     * named, see {@link org.dske.client.audit.FaultRecord}.
     *
     * @param keyIds the keys, each once
     * @return the keys, in the same order
     * @throws KeyNotFoundException if so many hubs have no share of one that the others are too few, or it was delivered
     * @throws KeyNotPermittedException if so many hubs say that one is for somebody else
     * @throws TooFewHubsException if fewer than k hubs gave a share of one
     */
    public List<UserKey> retrieve(List<KeyId> keyIds, SaeId master, SaeId slave) {
        if (!delivered.admit(keyIds, slave)) {
            throw new KeyNotFoundException();
        }
        try (KeyRetrieval retrieval = new KeyRetrieval(
                keyIds,
                hubs,
                sharing,
                (hub, asked) -> hub.fetch(asked, master, slave, settings.timeout()),
                settings,
                auditor)) {
            if (!retrieval.succeeds()) {
                throw explain(retrieval);
            }
            List<UserKey> keys = retrieval.keys();
            delivered.keep(keyIds, slave);
            retrieved.add(keys.size());
            return keys;
        } catch (RuntimeException e) {
            delivered.release(keyIds, slave);
            throw e;
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

    /** How many keys it has joined from shares since it was made. */
    public long retrieved() {
        return retrieved.sum();
    }

    /** Audits no more shares, and wipes those that are waiting for it. To be closed after the hubs. */
    @Override
    public void close() {
        auditor.close();
    }
}
