package org.dske.client.peerhub;

import java.time.Duration;
import org.dske.config.PsrdSettings;
import org.dske.config.Setting;
import org.dske.config.Settings;

/**
 * How a client keeps its pools filled.
 *
 * @param blockSize bytes of the blocks that it asks for, unless a need is larger
 * @param largestBlock bytes of the largest block that it asks for
 * @param retryMin the first delay between attempts to reach a hub
 * @param retryMax the longest delay
 */
record SupplySettings(int blockSize, int largestBlock, Duration retryMin, Duration retryMax) {
    /** How many times the largest block a pool of the hub's may hold: as much as answers that get lost may leave unused. */
    private static final int MOST_BLOCKS = 2;

    /** The most bytes that a pool of the hub's holds unused, whatever the hub says that it lacks. */
    long mostUnused() {
        return (long) MOST_BLOCKS * Math.max(blockSize, largestBlock);
    }

    static SupplySettings of(Settings settings) {
        return new SupplySettings(
                PsrdSettings.of(settings).blockSize(),
                settings.number(Setting.PSRD_MAX_BLOCK_SIZE),
                settings.duration(Setting.HUB_RETRY_MIN),
                settings.duration(Setting.HUB_RETRY_MAX));
    }
}
