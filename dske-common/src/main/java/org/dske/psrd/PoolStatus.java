package org.dske.psrd;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What there is to see of a pool from outside.
 *
 * @param name the pool's name
 * @param owner who allocates from it: {@code client} or {@code hub}
 * @param size bytes in all blocks, used and unused
 * @param used bytes used
 * @param unused bytes not used
 * @param stored unused bytes in the store
 * @param inMemory unused bytes in memory: a crash costs them
 * @param low whether so little is left that a refill is due
 * @param usedPerDay bytes used a day, at the rate of the last hour or two; null in the first seconds of the process
 * @param daysLeft how many days the unused bytes are good for at that rate; null if none are used
 * @param refused allocations of the owner that were refused because they skip more bytes than can have been lost
 * @param refills blocks that have come since the process started
 * @param blocks the blocks, oldest first
 */
public record PoolStatus(
        String name,
        String owner,
        long size,
        long used,
        long unused,
        long stored,
        long inMemory,
        boolean low,
        @Nullable Long usedPerDay,
        @Nullable Double daysLeft,
        long refused,
        long refills,
        List<BlockStatus> blocks) {
    /**
     * What there is to see of a block.
     *
     * @param uuid its name
     * @param size bytes, used and unused
     * @param used bytes used
     * @param unused bytes not used
     * @param origin how the block came: {@code laboratory}, {@code tls} or {@code courier}
     * @param firstBytes the first ten bytes, zeros for those that are not in memory; only where secrets are revealed for study
     */
    public record BlockStatus(UUID uuid, int size, int used, int unused, String origin, byte @Nullable [] firstBytes) {}
}
