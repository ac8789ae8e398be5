package org.dske.sharing;

import java.time.Duration;
import java.util.Optional;
import org.dske.key.KeyId;
import org.dske.secret.SecretBytes;
import org.dske.time.Deadline;

/** Searches for which there is time, and in which nobody is a suspect before. */
final class Searches {
    static final Deadline EVER = Deadline.in(Duration.ofDays(1));

    private Searches() {}

    static Reconstruction<Integer> of(SecretSharing sharing, KeyId keyId) {
        return new Reconstruction<>(sharing, keyId, source -> false, EVER);
    }

    static Optional<SecretBytes> add(Reconstruction<Integer> reconstruction, int source, Share share) {
        reconstruction.add(source, share);
        return reconstruction.search();
    }

    static SearchBudget budget(int sets) {
        return new SearchBudget(sets, EVER);
    }

    static Verdict<Integer> verdict(Reconstruction<Integer> reconstruction) {
        return reconstruction.verdict(budget(SearchBudget.SETS));
    }
}
