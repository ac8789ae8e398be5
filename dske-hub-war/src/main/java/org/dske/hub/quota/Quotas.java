package org.dske.hub.quota;

import org.dske.config.Setting;
import org.dske.config.Settings;

/**
 * All limits on what clients may make a hub hold. Those on a client go by its name.
 *
 * @param clients clients
 * @param encryptors encryptors of a client
 * @param blocks PSRD blocks of a client with one owner
 * @param psrdBytes bytes of PSRD of a client with one owner
 * @param allPsrdBytes bytes of PSRD of all clients
 * @param shares shares that a client has handed over
 * @param shareBytes bytes of the shares that a client has handed over
 * @param allShareBytes bytes of all shares
 */
public record Quotas(
        Quota clients,
        Quota encryptors,
        Quota blocks,
        Quota psrdBytes,
        Quota allPsrdBytes,
        Quota shares,
        Quota shareBytes,
        Quota allShareBytes) {
    private static final int PARTS_OF_MEMORY = 16;
    private static final int PARTS_FOR_PSRD = 6;
    private static final int PARTS_FOR_SHARES = 3;

    /** Reads them. Of the bytes that the hub may use, PSRD may take three eighths and shares half as much unless it is set. */
    public static Quotas of(Settings settings, long memory) {
        return new Quotas(
                quota(settings, Setting.HUB_MAX_CLIENTS),
                quota(settings, Setting.QUOTA_ENCRYPTORS),
                quota(settings, Setting.QUOTA_BLOCKS),
                quota(settings, Setting.QUOTA_PSRD_BYTES),
                ofMemory(settings, Setting.HUB_MAX_PSRD_BYTES, memory, PARTS_FOR_PSRD),
                quota(settings, Setting.QUOTA_SHARES),
                quota(settings, Setting.QUOTA_SHARE_BYTES),
                ofMemory(settings, Setting.HUB_MAX_SHARE_BYTES, memory, PARTS_FOR_SHARES));
    }

    private static Quota ofMemory(Settings settings, Setting setting, long memory, int parts) {
        return settings.isSet(setting)
                ? quota(settings, setting)
                : new Quota(setting.key(), memory / PARTS_OF_MEMORY * parts);
    }

    private static Quota quota(Settings settings, Setting setting) {
        return new Quota(setting.key(), settings.number(setting));
    }
}
