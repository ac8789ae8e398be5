package org.dske.client.psrd;

import java.time.Duration;
import org.dske.config.HttpSettings;
import org.dske.config.PsrdSettings;
import org.dske.config.Setting;
import org.dske.config.Settings;

/**
 * How a client keeps its pools filled.
 *
 * @param blockSize bytes of the blocks that it asks for, unless a need is larger
 * @param largestBlock bytes of the largest block that it asks for
 * @param largestAnswer bytes of the largest answer of a hub in band, which can need no more PSRD than that
 * @param retryMin the first delay between attempts to reach a hub
 * @param retryMax the longest delay
 */
public record ReplenisherSettings(
        int blockSize, int largestBlock, int largestAnswer, Duration retryMin, Duration retryMax) {
    /** The most bytes that a hub can lack for one answer, or that are fetched for it at a time. */
    int mostNeeded() {
        return Math.max(blockSize, largestAnswer);
    }

    /**
     * The most bytes that a pool of the hub's holds unused, whatever the hub says that it lacks: what it needs, and as much again
     * that answers which got lost may have left.
     */
    public long mostUnused() {
        return 2L * mostNeeded();
    }

    /** How a client with these settings keeps its pools filled. */
    public static ReplenisherSettings of(Settings settings) {
        return new ReplenisherSettings(
                PsrdSettings.of(settings).blockSize(),
                settings.number(Setting.PSRD_MAX_BLOCK_SIZE),
                HttpSettings.of(settings).maxBody(),
                settings.duration(Setting.HUB_RETRY_MIN),
                settings.duration(Setting.HUB_RETRY_MAX));
    }
}
