package org.dske.client.retrieval;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.dske.client.audit.FaultReport;
import org.dske.client.audit.ShareAuditor;
import org.dske.client.hub.CompletionQueue;
import org.dske.client.hub.PeerHub;
import org.dske.client.hub.RelaySettings;
import org.dske.key.NodeName;
import org.dske.reconstruction.SearchBudget;
import org.dske.time.Deadline;

/** What is left of a retrieval when nobody waits for the keys any more: the shares, and what they say about the hubs. */
final class AuditTask implements ShareAuditor.Audit {
    private final List<PeerHub> hubs;
    private final PendingKeys keys;
    private final CompletionQueue<PendingKeys.HubResponse> answers;
    private final RelaySettings settings;
    private final long bytes;

    /**
     * The rest of a retrieval, which does nothing more with it.
     *
     * @param keys the keys, with the shares that were taken in
     * @param answers all answers, those that were not taken in and those that are still to come, too
     * @param settings how long it may take to audit the shares: as long as it may to fetch them
     */
    AuditTask(
            List<PeerHub> hubs,
            PendingKeys keys,
            CompletionQueue<PendingKeys.HubResponse> answers,
            RelaySettings settings) {
        this.hubs = hubs;
        this.keys = keys;
        this.answers = answers;
        this.settings = settings;
        this.bytes = keys.bytes();
    }

    @Override
    public long bytes() {
        return bytes;
    }

    /** Takes in what has come meanwhile, and notes what is to be found out about each hub. */
    @Override
    public void audit() {
        keys.takeAll(answers, Deadline.in(Duration.ZERO));
        Map<NodeName, FaultReport> reports = keys.reports(new SearchBudget(SearchBudget.SETS, settings.deadline()));
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
        answers.whenEachComes(answer -> answer.fetched().close());
    }
}
