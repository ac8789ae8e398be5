package org.dske.client.establishment;

import java.util.HashSet;
import java.util.List;
import org.dske.key.SaeId;
import org.dske.sharing.SharingMode;

/**
 * What an initiator is asked to establish: keys of one size for one set of encryptors.
 *
 * @param master the encryptor that asks
 * @param slaves the encryptors at the other ends, at least one and each once: all of them get every key
 * @param number how many keys
 * @param size the size of each in bytes
 * @param sharing how they are shared
 */
public record KeyRequest(SaeId master, List<SaeId> slaves, int number, int size, SharingMode sharing) {
    public KeyRequest {
        slaves = List.copyOf(slaves);
        if (slaves.isEmpty() || new HashSet<>(slaves).size() < slaves.size()) {
            throw new IllegalArgumentException("slaves are missing or named twice");
        }
        if (number < 1 || size < 1) {
            throw new IllegalArgumentException(number + " keys of " + size + " bytes");
        }
    }
}
