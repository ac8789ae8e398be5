package org.dske.client.retrieval;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Predicate;
import org.dske.client.keyshare.FetchedShare;
import org.dske.key.KeyId;
import org.dske.key.NodeName;
import org.dske.reconstruction.Reconstruction;
import org.dske.reconstruction.SearchBudget;
import org.dske.reconstruction.ShareFault;
import org.dske.reconstruction.Verdict;
import org.dske.secret.SecretBytes;
import org.dske.sharing.NetworkSharing;
import org.dske.sharing.Places;
import org.dske.sharing.SharingMode;
import org.dske.time.Deadline;
import org.jspecify.annotations.Nullable;

/**
 * What hubs gave as their shares of one key. What a hub says of its share, the mode and in the mode {@code its} the places of all, may
 * be as wrong as the share: so only shares of which the same is said are joined with each other. The shares stay the caller's, who wipes
 * them. For one thread. Source: protocol, section 5.
 *
 * <p>Guaranteed, in the mode {@code its}: in a set that is joined each share is taken for the place where its initiator put it, as long as
 * one of the set is from an honest hub, which says what the initiator said, whatever the others say. A share counts at the number
 * that this client has for its hub, and is joined only if the places that it says have the hub at that number.
 */
final class ReceivedShares {
    private final KeyId keyId;
    private final NetworkSharing sharing;
    private final Predicate<NodeName> isSuspect;
    private final Deadline deadline;
    private final Map<Split, Reconstruction<NodeName>> reconstructions = new LinkedHashMap<>();
    /** What each hub says of how the key was split. */
    private final Map<NodeName, Split> said = new HashMap<>();
    /** What is wrong with shares that are joined with no others, whatever the key is. */
    private final Map<NodeName, ShareFault> unusable = new HashMap<>();

    private int count;
    private boolean searched = true;
    private @Nullable Split accepted;

    /** How a key was split; the places count in the mode {@code its} only. */
    private record Split(SharingMode mode, @Nullable Places places) {}

    /**
     * No shares yet.
     *
     * @param sharing how it was split, with the numbers of this client's hubs
     * @param deadline when there is an end to the search
     */
    ReceivedShares(KeyId keyId, NetworkSharing sharing, Predicate<NodeName> isSuspect, Deadline deadline) {
        this.keyId = keyId;
        this.sharing = sharing;
        this.isSuspect = isSuspect;
        this.deadline = deadline;
    }

    void add(NodeName hub, FetchedShare fetched) {
        count++;
        searched = false;
        ShareFault fault = fetched.mode() == SharingMode.ITS ? faultOfPlace(hub, fetched) : null;
        if (fault != null) {
            unusable.put(hub, fault);
            return;
        }
        Split split = new Split(fetched.mode(), fetched.mode() == SharingMode.ITS ? fetched.places() : null);
        said.put(hub, split);
        reconstructions
                .computeIfAbsent(
                        split, absent -> new Reconstruction<>(sharing.in(absent.mode()), keyId, isSuspect, deadline))
                .add(hub, fetched.share());
    }

    /** Nothing that a hub says makes its share one of another place than that which this client has for the hub. */
    private @Nullable ShareFault faultOfPlace(NodeName hub, FetchedShare fetched) {
        OptionalInt number = sharing.places().numberOf(hub);
        if (number.isEmpty() || fetched.share().index() != number.getAsInt()) {
            return ShareFault.INDEX;
        }
        Places places = fetched.places();
        return places == null || !places.numberOf(hub).equals(number) ? ShareFault.PLACES : null;
    }

    /** A hub gave a share of the mode classic, which is not to be had: wrong only if the key is of the other mode. */
    void addUnwanted(NodeName hub) {
        said.put(hub, new Split(SharingMode.CLASSIC, null));
    }

    void addMalformed(NodeName hub) {
        unusable.put(hub, ShareFault.FORM);
    }

    /** How many hubs gave a share. */
    int count() {
        return count;
    }

    /** Searches the key among the shares, unless it was found before. */
    Optional<SecretBytes> search() {
        searched = true;
        for (Map.Entry<Split, Reconstruction<NodeName>> entry : reconstructions.entrySet()) {
            Optional<SecretBytes> key = accepted == null ? entry.getValue().search() : Optional.empty();
            if (key.isPresent()) {
                accepted = entry.getKey();
                return key;
            }
        }
        return Optional.empty();
    }

    /** Whether there is no share that was not searched. */
    boolean isSearched() {
        return searched;
    }

    /** Whether the key was searched in vain among shares that are enough, and so contradict each other. */
    boolean isContradictory() {
        return reconstructions.values().stream().anyMatch(Reconstruction::isContradictory);
    }

    /** Whose shares do not fit those that gave the key, as long as there is no verdict. */
    Set<NodeName> inconsistentHubs() {
        Set<NodeName> inconsistent = new HashSet<>(unusable.keySet());
        acceptedOnes().ifPresent(reconstruction -> inconsistent.addAll(reconstruction.strangers()));
        inconsistent.addAll(splitOtherwise().keySet());
        return inconsistent;
    }

    /**
     * Who gave what is not the share that was to be given.
     *
     * @param budget how much work it may be to find out
     * @return the verdict; only on what is wrong whatever the key is as long as the key was not found
     */
    Verdict<NodeName> verdict(SearchBudget budget) {
        Verdict<NodeName> verdict = acceptedOnes()
                .map(reconstruction -> reconstruction.verdict(budget))
                .orElseGet(Verdict::unanimous);
        Map<NodeName, ShareFault> wrong = new HashMap<>(verdict.wrong());
        wrong.putAll(unusable);
        wrong.putAll(splitOtherwise());
        return new Verdict<>(wrong, verdict.disputed());
    }

    /** The hubs that say that the key was split in another way than it was. */
    private Map<NodeName, ShareFault> splitOtherwise() {
        Map<NodeName, ShareFault> hubs = new HashMap<>();
        Split right = accepted;
        if (right != null) {
            said.forEach((hub, split) -> {
                if (!split.equals(right)) {
                    hubs.put(hub, split.mode() == right.mode() ? ShareFault.PLACES : ShareFault.MODE);
                }
            });
        }
        return hubs;
    }

    private Optional<Reconstruction<NodeName>> acceptedOnes() {
        return accepted == null ? Optional.empty() : Optional.of(Objects.requireNonNull(reconstructions.get(accepted)));
    }
}
