package org.dske.client.ahead;

import org.dske.config.Setting;
import org.dske.config.Settings;

/**
 * How many keys there are ahead of demand.
 *
 * @param keys for each slave of a master, at most; 0 if there are none
 * @param share the part of each pool that they may cost together as long as they have not been asked for, 0 to 1
 * @param keySize the default size of a key in bytes, which they have
 * @param mostBytes how much memory they may take, of each kind: those of masters, and those of slaves
 * @param batches whether a responder fetches keys that were established together all at once: not if the same client is on several machines, as
 *     hubs give a share that was fetched to the same machine only
 */
public record AheadSettings(int keys, double share, int keySize, long mostBytes, boolean batches) {
    /** Of the memory of a node. */
    private static final int PART_OF_MEMORY = 64;

    /**
     * Those of a client.
     *
     * @param memory bytes of memory that the client has
     */
    public static AheadSettings of(Settings settings, long memory) {
        return new AheadSettings(
                settings.number(Setting.RELAY_AHEAD),
                settings.decimal(Setting.RELAY_AHEAD_SHARE),
                settings.number(Setting.ETSI_KEY_SIZE) / Byte.SIZE,
                memory / PART_OF_MEMORY,
                settings.number(Setting.RELAY_AHEAD) > 0
                        && settings.word(Setting.CLIENT_INSTANCE).isEmpty());
    }

    /** Whether there are any. */
    public boolean isOn() {
        return keys > 0;
    }

    /**
     * How many more keys may be had from a pool, so that all that are kept cost no more than their share of it.
     *
     * @param kept bytes that those cost which are kept
     * @param left bytes that are left in the pool
     * @param messageCost bytes that the message costs that brings more
     * @param keyCost bytes that each of them costs
     */
    public int affordable(long kept, long left, int messageCost, int keyCost) {
        double room = share * (kept + left) - kept - messageCost;
        return (int) Math.max(0, room / keyCost);
    }
}
