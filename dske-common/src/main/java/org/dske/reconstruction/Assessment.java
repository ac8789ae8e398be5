package org.dske.reconstruction;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.dske.key.KeyId;
import org.dske.secret.SecretBytes;
import org.dske.sharing.ReconstructionException;
import org.dske.sharing.SecretSharing;
import org.dske.sharing.Share;

/**
 * The assessment of shares in the light of some that give the key: which of them lie on one polynomial with it, and whether
 * there is another such polynomial. It has the key meanwhile, and wipes it; the shares stay the caller's.
 */
final class Assessment<S> implements AutoCloseable {
    /** One share that is not of the key leaves no set with the key in it; it takes two to cancel each other's error. */
    private static final int LIARS_IN_CONCERT = 2;

    private final SecretSharing sharing;
    private final KeyId keyId;
    private final List<ReceivedShare<S>> all;
    private final SecretBytes key;
    /** The shares on each of the polynomials that give the key, the accepted one's first. */
    private final List<Set<ReceivedShare<S>>> polynomials = new ArrayList<>();

    /** An assessment of all shares, with k of them that give the key. */
    Assessment(SecretSharing sharing, KeyId keyId, List<ReceivedShare<S>> accepted, List<ReceivedShare<S>> all) {
        this.sharing = sharing;
        this.keyId = keyId;
        this.all = List.copyOf(all);
        this.key = sharing.join(keyId, ReceivedShare.shares(accepted));
        polynomials.add(fitting(accepted));
    }

    /** The shares that do not fit the accepted ones. */
    List<ReceivedShare<S>> strangers() {
        return all.stream().filter(given -> !polynomials.get(0).contains(given)).toList();
    }

    Verdict<S> verdict(SearchBudget limit) {
        boolean complete = findOtherPolynomials(limit);
        Map<S, ShareFault> wrong = new HashMap<>();
        Set<S> disputed = new HashSet<>();
        for (ReceivedShare<S> given : all) {
            boolean onSome = polynomials.stream().anyMatch(shares -> shares.contains(given));
            boolean onAll = polynomials.stream().allMatch(shares -> shares.contains(given));
            if (!onSome && (complete || !isPossible(given.share()))) {
                wrong.put(given.source(), fault(given.share()));
            } else if (!onAll || isGivenByAnother(given)) {
                disputed.add(given.source());
            }
        }
        return new Verdict<>(wrong, disputed);
    }

    /** Looks for sets with strangers in them that give the key too; false if there were too many sets to try. */
    private boolean findOtherPolynomials(SearchBudget limit) {
        List<ReceivedShare<S>> strangers =
                strangers().stream().filter(given -> isPossible(given.share())).toList();
        List<ReceivedShare<S>> others =
                all.stream().filter(polynomials.get(0)::contains).toList();
        boolean ended = false;
        for (int size = LIARS_IN_CONCERT; size <= Math.min(strangers.size(), sharing.threshold()); size++) {
            int rest = sharing.threshold() - size;
            ended |= Subsets.any(strangers, size, some -> Subsets.any(others, rest, some, set -> !isTried(set, limit)));
        }
        return !ended;
    }

    /** Tries a set; false if that would be too much. */
    private boolean isTried(List<ReceivedShare<S>> set, SearchBudget limit) {
        if (polynomials.stream().anyMatch(shares -> shares.containsAll(set))) {
            return true;
        }
        if (!limit.spend()) {
            return false;
        }
        if (gives(ReceivedShare.shares(set))) {
            polynomials.add(fitting(set));
        }
        return true;
    }

    /** The shares on the polynomial of a set that gives the key. */
    private Set<ReceivedShare<S>> fitting(List<ReceivedShare<S>> set) {
        Set<ReceivedShare<S>> fitting = new HashSet<>();
        all.stream().filter(given -> fits(given, set)).forEach(fitting::add);
        return fitting;
    }

    /** Whether a share lies on the polynomial of a set that gives the key: then it gives the key in the place of another. */
    private boolean fits(ReceivedShare<S> given, List<ReceivedShare<S>> set) {
        List<Share> exchanged = new ArrayList<>(ReceivedShare.shares(set));
        if (exchanged.contains(given.share())) {
            return true;
        }
        if (set.stream().anyMatch(other -> other.isAt(given.share().index()))) {
            // The same place with another value.
            return false;
        }
        exchanged.set(0, given.share());
        return gives(exchanged);
    }

    private boolean gives(List<Share> set) {
        try (SecretBytes joined = sharing.join(keyId, set)) {
            return joined.equals(key);
        } catch (ReconstructionException e) {
            // Not on one polynomial with the key.
            return false;
        }
    }

    private boolean isGivenByAnother(ReceivedShare<S> given) {
        return all.stream()
                .anyMatch(other ->
                        !other.source().equals(given.source()) && other.share().equals(given.share()));
    }

    /** Whether a share may be of the key, as far as can be seen without joining it. */
    private boolean isPossible(Share share) {
        return sharing.hasShareAt(share.index()) && share.value().size() == sharing.shareSize(key.size());
    }

    private ShareFault fault(Share share) {
        if (!sharing.hasShareAt(share.index())) {
            return ShareFault.INDEX;
        }
        if (share.value().size() != sharing.shareSize(key.size())) {
            return ShareFault.LENGTH;
        }
        return polynomials.get(0).stream().anyMatch(given -> given.isAt(share.index()))
                ? ShareFault.TAKEN
                : ShareFault.VALUE;
    }

    /** Wipes the key. */
    @Override
    public void close() {
        key.close();
    }
}
