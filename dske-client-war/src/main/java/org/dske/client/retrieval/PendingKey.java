package org.dske.client.retrieval;

import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.dske.client.keyshare.FetchedShare;
import org.dske.client.transport.HubException;
import org.dske.error.ErrorCode;
import org.dske.key.KeyId;
import org.dske.key.NodeName;
import org.dske.key.UserKey;
import org.dske.reconstruction.SearchBudget;
import org.dske.reconstruction.Verdict;
import org.dske.secret.SecretBytes;
import org.dske.sharing.NetworkSharing;
import org.dske.time.Deadline;
import org.jspecify.annotations.Nullable;

/**
 * One of the keys of a retrieval: which hubs gave a share of it, which may still, and why the others did not. For one
 * thread. The shares stay the caller's, who wipes them.
 */
final class PendingKey implements AutoCloseable {
    private final KeyId id;
    private final int hubs;
    private final int needed;
    private final ReceivedShares shares;

    /** The hubs that were asked and have not answered. */
    private final Set<NodeName> pending = new HashSet<>();
    /** The hubs that have a share, as they say, and did not give it because of another key. */
    private final Set<NodeName> withholding = new HashSet<>();

    private final Map<NodeName, HubException> failures = new TreeMap<>();
    private boolean seen;
    private boolean joined;
    private @Nullable SecretBytes value;

    /**
     * A key that nobody was asked for.
     *
     * @param deadline when there is an end to the search
     */
    PendingKey(KeyId id, int hubs, NetworkSharing sharing, Predicate<NodeName> isSuspect, Deadline deadline) {
        this.id = id;
        this.hubs = hubs;
        this.needed = sharing.threshold();
        this.shares = new ReceivedShares(id, sharing, isSuspect, deadline);
    }

    KeyId id() {
        return id;
    }

    /** A hub is asked, perhaps once more. */
    void asked(NodeName hub) {
        pending.add(hub);
        withholding.remove(hub);
        failures.remove(hub);
    }

    /** A hub gave a share. */
    void add(NodeName hub, FetchedShare fetched) {
        pending.remove(hub);
        seen = true;
        shares.add(hub, fetched);
    }

    /** Searches the key among the shares that have come; whether it is found now. */
    boolean search() {
        Optional<SecretBytes> key = shares.search();
        if (key.isPresent()) {
            joined = true;
            value = key.get();
        }
        return key.isPresent();
    }

    /** Whether there are enough shares, and they contradict each other. */
    boolean isContradictory() {
        return !joined && shares.isContradictory();
    }

    /** Whose shares do not fit those that gave the key: that took more than one attempt, or there are none. */
    Set<NodeName> inconsistentHubs() {
        return shares.isContradictory() ? shares.inconsistentHubs() : Set.of();
    }

    /** Who gave what is not the share that was to be given. */
    Verdict<NodeName> verdict(SearchBudget budget) {
        return shares.verdict(budget);
    }

    /** A hub gave no share. */
    void failed(NodeName hub, HubException why) {
        pending.remove(hub);
        failures.put(hub, why);
        if (why.kind() == HubException.Kind.INVALID_RESPONSE) {
            shares.addMalformed(hub);
        } else if (why.kind() == HubException.Kind.UNWANTED) {
            shares.addUnwanted(hub);
        }
    }

    /** A hub gave no share only because it refused another key. */
    void withheldBy(NodeName hub) {
        pending.remove(hub);
        withholding.add(hub);
        seen = true;
    }

    /** Whether there were enough good shares. */
    boolean isJoined() {
        return joined;
    }

    /** Whether some hub has, or had, a share: then the key exists. */
    boolean isSeen() {
        return seen;
    }

    /** Whether a hub is to be asked again, without the key that it refused. */
    boolean isWithheldBy(NodeName hub) {
        return withholding.contains(hub);
    }

    /**
     * Whether hubs that had no share are worth another question: some hub had one, and the others will not do. Such a hub may be
     * one that the initiator has not reached yet.
     */
    boolean needsLateHubs() {
        return !joined
                && shareCount() > 0
                && withholding.isEmpty()
                && (pending.isEmpty() || failures.size() > hubs - needed);
    }

    /** Whether a hub failed in a way that may pass soon. */
    boolean mayComeFrom(NodeName hub) {
        HubException failure = failures.get(hub);
        return failure != null && failure.isTransient();
    }

    /** Whether there is no way that k good shares may come. */
    boolean isHopeless() {
        int open = pending.size() + withholding.size();
        int late = Math.toIntExact(
                failures.values().stream().filter(HubException::isTransient).count());
        return !joined
                && (shareCount() + open + late < needed
                        || shareCount() + open == 0
                        || (open + late == 0 && shares.isSearched()));
    }

    /** Whether nobody has a share as far as is known, and so many hubs have none that the others are too few. */
    boolean isDenied() {
        return !seen && isRefused(ErrorCode.NOT_FOUND);
    }

    /** Whether so many hubs refuse for one reason that the others are too few. */
    boolean isRefused(ErrorCode reason) {
        return failures.values().stream()
                        .filter(failure -> failure.isRefusal(reason))
                        .count()
                > hubs - needed;
    }

    /** How many hubs gave a share. */
    int shareCount() {
        return shares.count();
    }

    /** The hubs that gave none, and why. */
    Map<NodeName, String> reasons() {
        Map<NodeName, String> reasons = new TreeMap<>();
        failures.forEach((hub, failure) -> reasons.put(hub, failure.getMessage()));
        pending.forEach(hub -> reasons.put(hub, HubException.pending().getMessage()));
        withholding.forEach(hub -> reasons.put(hub, "it has no share of another of the keys"));
        return reasons;
    }

    /** The key, which is the caller's from now on. */
    UserKey take() {
        SecretBytes taken = value;
        if (taken == null) {
            throw new IllegalStateException("the key is not there");
        }
        value = null;
        return new UserKey(id, taken);
    }

    /** Wipes the key, unless it was taken. */
    @Override
    public void close() {
        if (value != null) {
            value.close();
        }
    }
}
