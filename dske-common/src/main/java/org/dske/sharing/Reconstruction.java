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
 * <p>Not safe for concurrent use.
 */
public final class Reconstruction implements AutoCloseable {
    private final SecretSharing sharing;
    private final KeyId keyId;
    private final List<Share> shares = new ArrayList<>();

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
     * @return the key, if a set gave it back
     */
    public Optional<SecretBytes> add(Share share) {
        Optional<SecretBytes> key = tryWith(new ArrayList<>(List.of(share)), 0);
        shares.add(share);
        return key;
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

    private Optional<SecretBytes> join(List<Share> chosen) {
        try {
            return Optional.of(sharing.join(keyId, chosen));
        } catch (ReconstructionException e) {
            // Not this set: that is what the search is about.
            return Optional.empty();
        }
    }
}
