package org.dske.client.relay;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.dske.client.keyshare.FetchedShare;
import org.dske.key.KeyId;
import org.dske.key.NodeName;
import org.dske.secret.SecretBytes;
import org.dske.sharing.NetworkSharing;
import org.dske.sharing.Reconstruction;
import org.dske.sharing.SearchBudget;
import org.dske.sharing.ShareFault;
import org.dske.sharing.SharingMode;
import org.dske.sharing.Verdict;
import org.jspecify.annotations.Nullable;

/**
 * What hubs gave as their shares of one key, each in the mode that it says it is of: that may be as wrong as the share, so
 * both modes are searched. The shares stay the caller's, who wipes them. For one thread.
 */
final class Shares {
    private final Map<SharingMode, Reconstruction<NodeName>> reconstructions = new EnumMap<>(SharingMode.class);
    private final Map<NodeName, SharingMode> modes = new HashMap<>();
    private int count;
    /** The hubs whose answer made no sense. */
    private final Set<NodeName> senseless = new HashSet<>();

    private boolean searched = true;
    private @Nullable SharingMode accepted;

    /**
     * No shares yet.
     *
     * @param keyId the key
     * @param sharing how it was split
     * @param isSuspect whose shares come last in the search
     * @param deadline when there is an end to the search, by {@link System#nanoTime()}
     */
    Shares(KeyId keyId, NetworkSharing sharing, Predicate<NodeName> isSuspect, long deadline) {
        for (SharingMode mode : SharingMode.values()) {
            reconstructions.put(mode, new Reconstruction<>(sharing.in(mode), keyId, isSuspect, deadline));
        }
    }

    void add(NodeName hub, FetchedShare fetched) {
        modes.put(hub, fetched.mode());
        count++;
        of(fetched.mode()).add(hub, fetched.share());
        searched = false;
    }

    /** A hub gave a share of the mode classic, which is not to be had: wrong only if the key is of the other mode. */
    void addUnwanted(NodeName hub) {
        modes.put(hub, SharingMode.CLASSIC);
    }

    void addNonsense(NodeName hub) {
        senseless.add(hub);
    }

    /** How many hubs gave a share. */
    int count() {
        return count;
    }

    /** Searches the key among the shares, unless it was found before. */
    Optional<SecretBytes> search() {
        searched = true;
        for (SharingMode mode : SharingMode.values()) {
            Optional<SecretBytes> key = accepted == null ? of(mode).search() : Optional.empty();
            if (key.isPresent()) {
                accepted = mode;
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
    Set<NodeName> strangers() {
        Set<NodeName> strangers =
                accepted == null ? new HashSet<>() : of(accepted).strangers();
        strangers.addAll(ofOtherModes());
        return strangers;
    }

    /**
     * Who gave what is not the share that was to be given.
     *
     * @param budget how much work it may be to find out
     * @return the verdict; only on what makes no sense as long as the key was not found
     */
    Verdict<NodeName> verdict(SearchBudget budget) {
        Verdict<NodeName> verdict =
                accepted == null ? Verdict.unanimous() : of(accepted).verdict(budget);
        Map<NodeName, ShareFault> wrong = new HashMap<>(verdict.wrong());
        senseless.forEach(hub -> wrong.put(hub, ShareFault.FORM));
        ofOtherModes().forEach(hub -> wrong.put(hub, ShareFault.MODE));
        return new Verdict<>(wrong, verdict.disputed());
    }

    private Set<NodeName> ofOtherModes() {
        Set<NodeName> hubs = new HashSet<>();
        if (accepted != null) {
            modes.forEach((hub, mode) -> {
                if (mode != accepted) {
                    hubs.add(hub);
                }
            });
        }
        return hubs;
    }

    private Reconstruction<NodeName> of(SharingMode mode) {
        return Objects.requireNonNull(reconstructions.get(mode));
    }
}
