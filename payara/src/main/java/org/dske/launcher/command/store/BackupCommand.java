package org.dske.launcher.command.store;

import org.dske.launcher.command.NetworkCommand;
import org.dske.store.Backup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Makes a backup of what a node keeps. */
@Command(
        name = "backup",
        description =
                "Makes a backup of what a node keeps: whose the encryptors of a hub are, which keys a client has delivered. No PSRD and no shares: they must not come back. The node may run.")
public final class BackupCommand extends NetworkCommand {
    @Mixin
    private StoreOptions options = new StoreOptions();

    @Override
    public Integer call() {
        Backup.write(options.directory(parent), options.machine().name(), options.file());
        output.result("the backup of " + options.machine() + " is " + options.file(), options.json());
        return 0;
    }
}
