package org.dske.hub.share;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.dske.hub.share.HeldShare.Fetch;
import org.dske.key.SaeId;
import org.dske.ledger.PeerName;
import org.dske.secret.SecretBytes;
import org.dske.sharing.Share;

/** A share in memory. The lock of its key guards it, but for whether it is gone. */
final class MemoryShare implements AutoCloseable {
    private final ShareId id;
    private final long number;
    private final ShareTerms terms;
    private final Share share;
    private final Instant since;
    /** There is nothing here of the slaves whose client has not fetched it, however many they are. */
    private final Map<SaeId, Fetch> fetches = new HashMap<>(2);

    private Instant end;
    private volatile boolean gone;

    MemoryShare(NewShare share, long number, ShareTerms terms, Instant since, Instant end) {
        this.id = share.id();
        this.number = number;
        this.terms = terms;
        this.share = share.share();
        this.since = since;
        this.end = end;
    }

    /** What is to be seen of it now. */
    Instant since() {
        return since;
    }

    HeldShare held() {
        return new HeldShare(id, number, terms, share.index(), share.value().size(), since, end, Map.copyOf(fetches));
    }

    ShareId id() {
        return id;
    }

    long number() {
        return number;
    }

    ShareTerms terms() {
        return terms;
    }

    Instant end() {
        return end;
    }

    Holding holding() {
        return Holding.of(terms, share.value().size());
    }

    boolean isGone() {
        return gone;
    }

    /** Whether it was not gone before. */
    boolean leave() {
        boolean before = gone;
        gone = true;
        return !before;
    }

    boolean isFetchable(SaeId slave, PeerName client, Instant now) {
        return !gone && held().isFetchable(slave, client, now);
    }

    /** Takes note that it is fetched; if it is by the last of its slaves, it ends with the grace. */
    void fetch(SaeId slave, PeerName client, Instant graceEnd) {
        boolean first = fetches.putIfAbsent(slave, new Fetch(client, graceEnd)) == null;
        if (first && isFetchedByAll() && graceEnd.isBefore(end)) {
            end = graceEnd;
        }
    }

    boolean isFetchedByAll() {
        return fetches.size() == terms.slaves().size();
    }

    SecretBytes value() {
        return SecretBytes.copyOf(share.value().expose());
    }

    /** Wipes it. */
    @Override
    public void close() {
        share.close();
    }
}
