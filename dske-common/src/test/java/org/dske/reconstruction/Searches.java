package org.dske.reconstruction;

import java.time.Duration;
import java.util.Optional;
import org.dske.key.KeyId;
import org.dske.secret.SecretBytes;
import org.dske.sharing.SecretSharing;
import org.dske.sharing.Share;
import org.dske.time.Deadline;

/** Searches for which there is time, and in which nobody is a suspect before. */
public final class Searches {
    public static final Deadline EVER = Deadline.in(Duration.ofDays(1));

    private Searches() {}

    public static Reconstruction<Integer> of(SecretSharing sharing, KeyId keyId) {
        return new Reconstruction<>(sharing, keyId, source -> false, EVER);
    }

    public static Optional<SecretBytes> add(Reconstruction<Integer> reconstruction, int source, Share share) {
        reconstruction.add(source, share);
        return reconstruction.search();
    }

    public static SearchBudget budget(int sets) {
        return new SearchBudget(sets, EVER);
    }

    public static Verdict<Integer> verdict(Reconstruction<Integer> reconstruction) {
        return reconstruction.verdict(budget(SearchBudget.SETS));
    }
}
