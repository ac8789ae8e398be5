package org.dske.client.audit;

import java.util.Map;
import java.util.Set;
import org.dske.key.KeyId;
import org.dske.reconstruction.ShareFault;

/**
 * What was found out about the shares that one hub gave, signed, of keys that were retrieved together.
 *
 * @param wrong the keys of which it gave another share than it was to give, and in what way
 * @param disputed the keys of which it gave a share that contradicts another one though nobody can say which of them is wrong
 */
public record FaultReport(Map<KeyId, ShareFault> wrong, Set<KeyId> disputed) {
    public FaultReport {
        wrong = Map.copyOf(wrong);
        disputed = Set.copyOf(disputed);
    }
}
