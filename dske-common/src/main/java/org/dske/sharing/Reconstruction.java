package org.dske.sharing;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.dske.key.KeyId;
import org.dske.secret.SecretBytes;

/**
 * The search for a key among shares that arrive one by one, some of which may be wrong: every set of <i>k</i> of them is
 * tried until one gives the key back. Source: protocol, section 5.
 *
 * <p>The shares given to it are its own from then on: {@link #close()} wipes them. The keys that it gives are the caller's.
 *
 * <p>Not safe for concurrent use.
 */
public final class Reconstruction implements AutoCloseable {
    private final SecretSharing sharing;
    private final KeyId keyId;
    private final List<Share> shares = new ArrayList<>();
    private List<Share> accepted = List.of();

    /**
     * A search that has no share yet.
     *
     * @param sharing the mode
     * @param keyId the key that is searched
     */
    public Reconstruction(SecretSharing sharing, KeyId keyId) {
        this.sharing = sharing;
        this.keyId = keyId;
    }

    /**
     * Adds a share and tries all sets that it completes.
     *
     * @param share a share of the key, perhaps
     * @return the key, if a set that holds this share gave it back
     */
    public Optional<SecretBytes> add(Share share) {
        Optional<SecretBytes> key = tryWith(new ArrayList<>(List.of(share)), 0);
        shares.add(share);
        return key;
    }

    /**
     * The shares that do not belong to the key that was found: whoever sent them is broken, or lies.
     *
     * <p>Not guaranteed against hubs that lie in concert: two or more can make a set whose errors cancel, such as by swapping
     * their places. The key is right then, but it is the shares of others that do not lie on that set's polynomial.
     *
     * @return in the order in which they were added; none as long as no key was found
     */
    public List<Share> wrongShares() {
        return accepted.isEmpty()
                ? List.of()
                : shares.stream().filter(share -> !fits(share)).toList();
    }

    /** Wipes the shares. */
    @Override
    public void close() {
        shares.forEach(Share::close);
    }

    /** Tries all sets of k shares that contain the chosen ones, the others being from an index on. */
    private Optional<SecretBytes> tryWith(List<Share> chosen, int from) {
        if (chosen.size() == sharing.threshold()) {
            return join(chosen);
        }
        for (int i = from; i < shares.size(); i++) {
            chosen.add(shares.get(i));
            Optional<SecretBytes> key = tryWith(chosen, i + 1);
            if (key.isPresent()) {
                return key;
            }
            chosen.remove(chosen.size() - 1);
        }
        return Optional.empty();
    }

    /** Whether a share lies on the accepted polynomial: then it gives the key in the place of an accepted share. */
    private boolean fits(Share share) {
        if (accepted.contains(share)) {
            return true;
        }
        List<Share> exchanged = new ArrayList<>(accepted);
        exchanged.removeIf(other -> other.index() == share.index());
        if (exchanged.size() < accepted.size()) {
            // The same place with another value.
            return false;
        }
        exchanged.set(0, share);
        try (SecretBytes key = sharing.join(keyId, exchanged)) {
            return key.size() > 0;
        } catch (ReconstructionException e) {
            return false;
        }
    }

    private Optional<SecretBytes> join(List<Share> chosen) {
        try {
            SecretBytes key = sharing.join(keyId, chosen);
            if (accepted.isEmpty()) {
                accepted = List.copyOf(chosen);
            }
            return Optional.of(key);
        } catch (ReconstructionException e) {
            // Not this set: that is what the search is about.
            return Optional.empty();
        }
    }
}
