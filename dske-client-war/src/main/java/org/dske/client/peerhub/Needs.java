package org.dske.client.peerhub;

import java.util.EnumMap;
import java.util.Map;
import org.dske.psrd.PoolOwner;

/** How many bytes each pool of a hub has been asked for beyond what it holds. Guarded by its user's lock. */
final class Needs {
    private final Map<PoolOwner, Long> wanted = new EnumMap<>(PoolOwner.class);

    /** Somebody lacks so many bytes, who knows of all others that lack some: so the largest number counts. */
    void atLeast(PoolOwner owner, long bytes) {
        wanted.merge(owner, bytes, Math::max);
    }

    /** The bytes that are wanted; 0 if nobody has named a number. */
    long of(PoolOwner owner) {
        return wanted.getOrDefault(owner, 0L);
    }

    /** A block came that was asked for when so many bytes were wanted: what was asked for meanwhile stays, if it is more. */
    void met(PoolOwner owner, long then) {
        wanted.computeIfPresent(owner, (pool, bytes) -> bytes > then ? bytes : null);
    }
}
