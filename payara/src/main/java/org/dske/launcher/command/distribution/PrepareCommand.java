package org.dske.launcher.command.distribution;

import jakarta.json.Json;
import java.util.List;
import org.dske.launcher.command.NetworkCommand;
import org.dske.launcher.network.NetworkStart;
import picocli.CommandLine.Command;

/** Does what the first start would do for all that follow. */
@Command(
        name = "prepare",
        description =
                "Unpacks the server, and makes its class archive for this Java, as the first start would. After that"
                        + " nodes write nothing beside the program, which others than its owner may then run, from a file system that"
                        + " can only be read.")
public final class PrepareCommand extends NetworkCommand {
    @Override
    public Integer call() {
        List<String> archive =
                new NetworkStart(parent.network(), parent.installation(), output::progress).prepareInstallation();
        output.result(
                archive.isEmpty() ? "the server is unpacked" : "the server is unpacked, and has its class archive",
                Json.createObjectBuilder()
                        .add("class_archive", !archive.isEmpty())
                        .build());
        return 0;
    }
}
