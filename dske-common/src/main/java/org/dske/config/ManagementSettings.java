package org.dske.config;

/**
 * What a node's management interface may do.
 *
 * @param reveal whether the status shows the first ten bytes of blocks: for study only
 * @param stopProcess whether to stop the node is to end its process
 * @param laboratory whether who calls from the same machine needs no token
 */
public record ManagementSettings(boolean reveal, boolean stopProcess, boolean laboratory) {
    public static ManagementSettings of(Settings settings) {
        return new ManagementSettings(
                settings.flag(Setting.MANAGEMENT_REVEAL),
                settings.flag(Setting.MANAGEMENT_STOP_PROCESS),
                settings.flag(Setting.LABORATORY));
    }
}
