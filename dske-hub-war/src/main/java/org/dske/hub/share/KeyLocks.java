package org.dske.hub.share;

import java.util.Collection;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.dske.key.KeyId;

/** Locks of keys, of which there are not as many as keys: several keys may have the same. */
final class KeyLocks {
    private static final int COUNT = 1_024;

    private final ReentrantLock[] locks = new ReentrantLock[COUNT];

    KeyLocks() {
        for (int i = 0; i < COUNT; i++) {
            locks[i] = new ReentrantLock();
        }
    }

    /** Does something while nobody else works on some keys. */
    <T> T holding(Collection<KeyId> keyIds, Supplier<T> work) {
        // In one order, so that no two wait for each other.
        int[] needed = keyIds.stream()
                .mapToInt(keyId -> Math.floorMod(keyId.hashCode(), COUNT))
                .sorted()
                .distinct()
                .toArray();
        int held = 0;
        try {
            for (int index : needed) {
                locks[index].lock();
                held++;
            }
            return work.get();
        } finally {
            while (held > 0) {
                locks[needed[--held]].unlock();
            }
        }
    }
}
