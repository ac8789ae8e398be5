package org.dske.config;

import java.time.Duration;

/**
 * How a node deals with PSRD.
 *
 * @param blockSize bytes of the blocks that a client asks for
 * @param refillBelow bytes left below which a pool is refilled
 * @param patience how long an allocation waits for the refill that is under way
 * @param largestMessage how many bytes the largest message uses, about: its pad is smaller than its body
 */
public record PsrdSettings(int blockSize, int refillBelow, Duration patience, int largestMessage) {
    private static final int DEMONSTRATION_BLOCK_SIZE = 2_000;
    private static final int DEMONSTRATION_REFILL_BELOW = 500;

    public static PsrdSettings of(Settings settings) {
        boolean demonstration = settings.flag(Setting.PSRD_DEMONSTRATION);
        int blockSize = demonstration && !settings.isSet(Setting.PSRD_BLOCK_SIZE)
                ? DEMONSTRATION_BLOCK_SIZE
                : settings.number(Setting.PSRD_BLOCK_SIZE);
        return new PsrdSettings(
                blockSize,
                refillBelow(settings, demonstration, blockSize),
                settings.duration(Setting.PSRD_WAIT),
                HttpSettings.of(settings).maxBody());
    }

    private static int refillBelow(Settings settings, boolean demonstration, int blockSize) {
        if (!settings.isSet(Setting.PSRD_REFILL_BELOW)) {
            return demonstration ? Math.min(DEMONSTRATION_REFILL_BELOW, blockSize) : blockSize / 4;
        }
        int refillBelow = settings.number(Setting.PSRD_REFILL_BELOW);
        if (refillBelow > blockSize) {
            throw settings.invalid(Setting.PSRD_REFILL_BELOW, "at most the block size, " + blockSize);
        }
        return refillBelow;
    }
}
