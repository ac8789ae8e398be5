package org.dske.reconstruction;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.dske.key.KeyId;
import org.dske.secret.SecretBytes;
import org.dske.sharing.ReconstructionException;
import org.dske.sharing.SecretSharing;
import org.dske.sharing.Share;
import org.dske.time.Deadline;

/**
 * The search for a key among shares that arrive one by one, some of which may be wrong: every set of <i>k</i> of them is
 * tried until one gives the key back. Source: protocol, section 5.
 *
 * <p>Sets without a suspect come first, then those with one, with two, and so on. What is bounded: {@link SearchBudget#SETS} sets
 * without a suspect are tried and as many with some, and none after a deadline. For <i>n</i> = 2<i>k</i>-1 up to 15 those are
 * all sets, so that the key is found whenever <i>k</i> shares are right and there is time. For larger <i>n</i> it is found for sure
 * only if among those that are no suspects no more shares are wrong than the search can do without; but suspects cannot use
 * up what the others need.
 *
 * <p>The shares given to it are its own from then on: {@link #close()} wipes them. The keys that it gives are the caller's.
 *
 * <p>Not safe for concurrent use.
 *
 * @param <S> who gives shares
 */
public final class Reconstruction<S> implements AutoCloseable {
    private final SecretSharing sharing;
    private final KeyId keyId;
    private final Predicate<S> isSuspect;
    private final SearchBudget budget;
    private final SearchBudget budgetWithSuspects;
    private final List<ReceivedShare<S>> all = new ArrayList<>();
    /** How many of them have been searched, together with those before them. */
    private int searched;

    private int failed;
    private List<ReceivedShare<S>> accepted = List.of();
    private Optional<SecretBytes> found = Optional.empty();

    /**
     * A search that has no share yet. Shares of suspects, who were wrong before, come last; who is one may change between two
     * searches.
     */
    public Reconstruction(SecretSharing sharing, KeyId keyId, Predicate<S> isSuspect, Deadline deadline) {
        this.sharing = sharing;
        this.keyId = keyId;
        this.isSuspect = isSuspect;
        this.budget = new SearchBudget(SearchBudget.SETS, deadline);
        this.budgetWithSuspects = new SearchBudget(SearchBudget.SETS, deadline);
    }

    /** Adds a share of the key, perhaps, and who gave it. */
    public void add(S source, Share share) {
        all.add(new ReceivedShare<>(source, share));
    }

    /**
     * Tries the sets that have not been tried yet, unless the key was found before.
     *
     * @return the key, if one of them gives it back
     */
    public Optional<SecretBytes> search() {
        int from = searched;
        searched = all.size();
        if (accepted.isEmpty()) {
            for (int suspects = 0; suspects <= sharing.threshold(); suspects++) {
                for (int last = from; last < searched; last++) {
                    if (trySetsUpTo(last, suspects)) {
                        Optional<SecretBytes> key = found;
                        found = Optional.empty();
                        return key;
                    }
                }
            }
        }
        return Optional.empty();
    }

    /** Tries the sets in which one share is the last to have come, and so many are of suspects. */
    private boolean trySetsUpTo(int last, int suspects) {
        ReceivedShare<S> newest = all.get(last);
        List<ReceivedShare<S>> earlier = all.subList(0, last);
        int others = sharing.threshold() - 1;
        int suspectOthers = isSuspect.test(newest.source()) ? suspects - 1 : suspects;
        List<ReceivedShare<S>> suspected = new ArrayList<>();
        List<ReceivedShare<S>> trusted = new ArrayList<>();
        earlier.forEach(given -> (isSuspect.test(given.source()) ? suspected : trusted).add(given));
        if (suspectOthers < 0 || suspectOthers > Math.min(others, suspected.size())) {
            return false;
        }
        SearchBudget limit = suspects == 0 ? budget : budgetWithSuspects;
        Subsets.any(
                trusted,
                others - suspectOthers,
                new ArrayList<>(List.of(newest)),
                some -> Subsets.any(suspected, suspectOthers, some, set -> !limit.spend() || joins(set)));
        return found.isPresent();
    }

    private boolean joins(List<ReceivedShare<S>> set) {
        try {
            found = Optional.of(sharing.join(keyId, ReceivedShare.shares(set)));
            accepted = List.copyOf(set);
            return true;
        } catch (ReconstructionException e) {
            // Not this set: that is what the search is about.
            failed++;
            return false;
        }
    }

    /** {@return whether some shares contradict each other, as far as they have been searched: a set was tried that did not give the key} */
    public boolean isContradictory() {
        return failed > 0;
    }

    /**
     * Whose shares do not fit those that gave the key, of the shares at hand, and so are suspects until there is a verdict.
     * Takes a join a share.
     *
     * @return nobody as long as no key was found
     */
    public Set<S> strangers() {
        Set<S> strangers = new HashSet<>();
        if (!accepted.isEmpty()) {
            try (Assessment<S> assessment = assessment()) {
                assessment.strangers().forEach(given -> strangers.add(given.source()));
            }
        }
        return strangers;
    }

    /**
     * Who gave shares that do not belong to the key that was found; nobody as long as none was. To be asked when no more shares
     * come: as long as some are missing, fewer than <i>k</i> of those at hand may be right. Takes a join a share, and, if two
     * or more do not fit, up to as many more as the budget, which other keys may share, has sets.
     */
    public Verdict<S> verdict(SearchBudget limit) {
        if (accepted.isEmpty()) {
            return Verdict.unanimous();
        }
        try (Assessment<S> assessment = assessment()) {
            return assessment.verdict(limit);
        }
    }

    private Assessment<S> assessment() {
        return new Assessment<>(sharing, keyId, accepted, all);
    }

    /** Wipes the shares. */
    @Override
    public void close() {
        all.forEach(given -> given.share().close());
    }
}
