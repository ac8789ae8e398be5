package org.dske.launcher.command.store;

import org.dske.launcher.command.NetworkCommand;
import org.dske.store.Backup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Makes a store of a backup. */
@Command(
        name = "restore",
        description =
                "Makes a store of a backup, for a node that has none. The node must not run. Its peers take it for a new one, and supply it anew.")
public final class RestoreCommand extends NetworkCommand {
    @Mixin
    private StoreOptions options = new StoreOptions();

    @Override
    public Integer call() {
        Backup.restore(options.file(), options.machine().name(), options.directory(parent));
        output.result(
                options.machine() + " has the store of the backup " + options.file() + ": start it", options.json());
        return 0;
    }
}
