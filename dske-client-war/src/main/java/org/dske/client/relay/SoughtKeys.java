package org.dske.client.relay;

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
import org.dske.client.keyshare.FetchedShare;
import org.dske.client.transport.HubException;
import org.dske.key.KeyId;
import org.dske.key.NodeName;
import org.dske.key.UserKey;
import org.dske.reconstruction.SearchBudget;
import org.dske.reconstruction.ShareFault;
import org.dske.reconstruction.Verdict;
import org.dske.sharing.NetworkSharing;
import org.dske.time.Deadline;

/** The keys that are gathered together. For one thread at a time. */
final class SoughtKeys implements AutoCloseable {
    private final Map<KeyId, SoughtKey> byId = new LinkedHashMap<>();
    /** Hubs that were wrong before, or with another of the keys. */
    private final Set<NodeName> suspects;

    private long bytes;

    /**
     * Keys of which no share has come.
     *
     * @param keyIds the keys, each once
     * @param hubs n
     * @param suspects the hubs that were wrong before
     * @param sharing how the keys were split
     * @param deadline when there is an end to the search for them
     */
    SoughtKeys(
            Collection<KeyId> keyIds,
            int hubs,
            Collection<NodeName> suspects,
            NetworkSharing sharing,
            Deadline deadline) {
        this.suspects = new HashSet<>(suspects);
        keyIds.forEach(
                keyId -> byId.put(keyId, new SoughtKey(keyId, hubs, sharing, this.suspects::contains, deadline)));
    }

    Collection<SoughtKey> all() {
        return byId.values();
    }

    /** The keys that are not there. */
    Stream<SoughtKey> missing() {
        return byId.values().stream().filter(key -> !key.isJoined());
    }

    /** A hub is asked for some of them. */
    void asked(NodeName hub, Collection<KeyId> keyIds) {
        keyIds.forEach(keyId -> get(keyId).asked(hub));
    }

    /** A hub has answered. */
    void take(Answer answer) {
        for (KeyId keyId : answer.about()) {
            SoughtKey key = get(keyId);
            FetchedShare share = answer.fetched().shares().get(keyId);
            HubException failure = answer.fetched().failures().get(keyId);
            if (share != null) {
                bytes += share.share().value().size();
                key.add(answer.hub(), share);
            } else if (failure != null) {
                key.failed(answer.hub(), failure);
            } else {
                key.heldBy(answer.hub());
            }
        }
    }

    /** Takes all answers that come until then. */
    void takeAll(Arrivals<Answer> arrivals, Deadline end) {
        for (Answer answer = arrivals.next(end); answer != null; answer = arrivals.next(end)) {
            take(answer);
        }
    }

    /**
     * Searches the missing keys among the shares that have come. Whoever hides one of them will hide the others too: the search for
     * them waits until that one is found, and with it who is not to be believed.
     */
    void search() {
        for (SoughtKey key : missing().toList()) {
            if (key.search()) {
                suspects.addAll(key.strangers());
            } else if (key.isContradictory()) {
                return;
            }
        }
    }

    /** The keys, which are the caller's from now on, in the order in which they were asked for. */
    List<UserKey> keys() {
        return byId.values().stream().map(SoughtKey::take).toList();
    }

    /** How many bytes the shares have that have come. */
    long bytes() {
        return bytes;
    }

    /**
     * What is to be found out about the hubs from the shares of the keys that are there.
     *
     * @param budget how much work that may be
     */
    Map<NodeName, FaultReport> reports(SearchBudget budget) {
        Map<NodeName, Map<KeyId, ShareFault>> wrong = new HashMap<>();
        Map<NodeName, Set<KeyId>> disputed = new HashMap<>();
        for (SoughtKey key : all()) {
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

    private SoughtKey get(KeyId keyId) {
        return Objects.requireNonNull(byId.get(keyId));
    }

    /** Wipes the keys that were not taken. */
    @Override
    public void close() {
        byId.values().forEach(SoughtKey::close);
    }
}
