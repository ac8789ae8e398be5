package org.dske.launcher.command;

import java.util.List;
import java.util.concurrent.Callable;
import org.dske.launcher.LauncherException;
import org.dske.launcher.pki.CertificateEntry;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParentCommand;

/** Shows certificates; the exit status is 0 only if all of them can be used. */
@Command(name = "list", description = "Shows the certificates. The exit status is 0 only if all can be used.")
final class PkiListCommand implements Callable<Integer> {
    @ParentCommand
    @SuppressWarnings("NullAway.Init") // Set by picocli.
    private PkiCommand parent;

    @Mixin
    private Output output = new Output();

    @Override
    public Integer call() {
        List<CertificateEntry> entries = parent.pki().list();
        CertificateList.print(output, entries);
        return entries.stream().allMatch(entry -> entry.status().isUsable()) ? 0 : LauncherException.FAILED;
    }
}
