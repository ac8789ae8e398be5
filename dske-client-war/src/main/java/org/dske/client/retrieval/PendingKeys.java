package org.dske.client.retrieval;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.dske.client.audit.FaultReport;
import org.dske.client.hub.CompletionQueue;
import org.dske.client.keyshare.FetchedShare;
import org.dske.client.keyshare.FetchedShares;
import org.dske.client.transport.HubException;
import org.dske.key.KeyId;
import org.dske.key.NodeName;
import org.dske.key.UserKey;
import org.dske.reconstruction.SearchBudget;
import org.dske.reconstruction.ShareFault;
import org.dske.reconstruction.Verdict;
import org.dske.sharing.NetworkSharing;
import org.dske.time.Deadline;

/** The keys of one retrieval. For one thread at a time. */
final class PendingKeys implements AutoCloseable {
    private final Map<KeyId, PendingKey> byId = new LinkedHashMap<>();
    /** Hubs that were wrong before, or with another of the keys. */
    private final Set<NodeName> suspects;

    private long bytes;

    /** What came of a question to a hub for its shares of some keys. */
    record HubResponse(NodeName hub, List<KeyId> about, FetchedShares fetched) {}

    /**
     * Keys of which no share has come.
     *
     * @param keyIds the keys, each once
     * @param deadline when there is an end to the search for them
     */
    PendingKeys(
            Collection<KeyId> keyIds,
            int hubs,
            Collection<NodeName> suspects,
            NetworkSharing sharing,
            Deadline deadline) {
        this.suspects = new HashSet<>(suspects);
        keyIds.forEach(
                keyId -> byId.put(keyId, new PendingKey(keyId, hubs, sharing, this.suspects::contains, deadline)));
    }

    Collection<PendingKey> all() {
        return byId.values();
    }

    /** The keys that are not there. */
    Stream<PendingKey> missing() {
        return byId.values().stream().filter(key -> !key.isJoined());
    }

    /** A hub is asked for some of them. */
    void asked(NodeName hub, Collection<KeyId> keyIds) {
        keyIds.forEach(keyId -> get(keyId).asked(hub));
    }

    /** A hub has answered. */
    void take(HubResponse answer) {
        for (KeyId keyId : answer.about()) {
            PendingKey key = get(keyId);
            FetchedShare share = answer.fetched().shares().get(keyId);
            HubException failure = answer.fetched().failures().get(keyId);
            if (share != null) {
                bytes += share.share().value().size();
                key.add(answer.hub(), share);
            } else if (failure != null) {
                key.failed(answer.hub(), failure);
            } else {
                key.withheldBy(answer.hub());
            }
        }
    }

    /** Takes all answers that come until then. */
    void takeAll(CompletionQueue<HubResponse> answers, Deadline end) {
        for (HubResponse answer = answers.next(end); answer != null; answer = answers.next(end)) {
            take(answer);
        }
    }

    /**
     * Searches the missing keys among the shares that have come. Whoever hides one of them will hide the others too: the search for
     * them waits until that one is found, and with it who is not to be believed.
     */
    void search() {
        for (PendingKey key : missing().toList()) {
            if (key.search()) {
                suspects.addAll(key.inconsistentHubs());
            } else if (key.isContradictory()) {
                return;
            }
        }
    }

    /** The keys, which are the caller's from now on, in the order in which they were asked for. */
    List<UserKey> keys() {
        return byId.values().stream().map(PendingKey::take).toList();
    }

    /** Those that are there, which are the caller's from now on. */
    List<UserKey> joined() {
        return byId.values().stream()
                .filter(PendingKey::isJoined)
                .map(PendingKey::take)
                .toList();
    }

    /** How many bytes the shares have that have come. */
    long bytes() {
        return bytes;
    }

    /** What is to be found out about the hubs from the shares of the keys that are there. */
    Map<NodeName, FaultReport> reports(SearchBudget budget) {
        Map<NodeName, Map<KeyId, ShareFault>> wrong = new HashMap<>();
        Map<NodeName, Set<KeyId>> disputed = new HashMap<>();
        for (PendingKey key : all()) {
            Verdict<NodeName> verdict = key.verdict(budget);
            verdict.wrong()
                    .forEach((hub, fault) ->
                            wrong.computeIfAbsent(hub, name -> new HashMap<>()).put(key.id(), fault));
            verdict.disputed()
                    .forEach(hub -> disputed.computeIfAbsent(hub, name -> new HashSet<>())
                            .add(key.id()));
        }
        Map<NodeName, FaultReport> reports = new HashMap<>();
        Stream.concat(wrong.keySet().stream(), disputed.keySet().stream())
                .forEach(hub -> reports.put(
                        hub, new FaultReport(wrong.getOrDefault(hub, Map.of()), disputed.getOrDefault(hub, Set.of()))));
        return reports;
    }

    private PendingKey get(KeyId keyId) {
        return Objects.requireNonNull(byId.get(keyId));
    }

    /** Wipes the keys that were not taken. */
    @Override
    public void close() {
        byId.values().forEach(PendingKey::close);
    }
}
