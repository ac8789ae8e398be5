package org.dske.client.relay;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.dske.client.audit.FaultReport;
import org.dske.client.audit.ShareAuditor;
import org.dske.client.hub.PeerHub;
import org.dske.client.keyshare.FetchedShares;
import org.dske.key.NodeName;
import org.dske.reconstruction.SearchBudget;
import org.dske.time.Deadline;

/** What is left of a gathering when nobody waits for the keys any more: the shares, and what they say about the hubs. */
final class AuditTask implements ShareAuditor.Audit {
    private final List<PeerHub> hubs;
    private final SoughtKeys sought;
    private final Arrivals<Answer> arrivals;
    private final List<CompletableFuture<FetchedShares>> asked;
    private final RelaySettings settings;
    private final long bytes;

    /**
     * The rest of a gathering, which does nothing more with it.
     *
     * @param hubs the hubs
     * @param sought the keys, with the shares that were taken in
     * @param arrivals the answers that were not, or are still to come
     * @param asked all that was asked of the hubs
     * @param settings how long it may take to audit the shares: as long as it may to gather them
     */
    AuditTask(
            List<PeerHub> hubs,
            SoughtKeys sought,
            Arrivals<Answer> arrivals,
            List<CompletableFuture<FetchedShares>> asked,
            RelaySettings settings) {
        this.hubs = hubs;
        this.sought = sought;
        this.arrivals = arrivals;
        this.asked = asked;
        this.settings = settings;
        this.bytes = sought.bytes();
    }

    @Override
    public long bytes() {
        return bytes;
    }

    /** Takes in what has come meanwhile, and notes what is to be found out about each hub. */
    @Override
    public void audit() {
        sought.takeAll(arrivals, Deadline.in(Duration.ZERO));
        Map<NodeName, FaultReport> reports = sought.reports(new SearchBudget(SearchBudget.SETS, settings.deadline()));
        for (PeerHub hub : hubs) {
            FaultReport about = reports.get(hub.name());
            if (about != null) {
                hub.faults().note(about);
            }
        }
    }

    /** Wipes the shares, those that arrive later too. */
    @Override
    public void close() {
        asked.forEach(answer -> {
            CompletableFuture<Void> unused = answer.thenAccept(FetchedShares::close);
        });
    }
}
