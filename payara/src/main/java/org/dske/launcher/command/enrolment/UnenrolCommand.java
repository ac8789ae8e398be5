package org.dske.launcher.command.enrolment;

import jakarta.json.Json;
import org.dske.launcher.command.DskeCommand;
import org.dske.launcher.command.NetworkCommand;
import org.dske.launcher.network.Network;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Has a hub take a client out. */
@Command(
        name = "unenrol",
        description =
                "Has a hub take a client out: it erases the PSRD that the two share, the shares that the client has handed over,"
                        + " and its encryptors are free. The client hears why nothing verifies any more.")
public final class UnenrolCommand extends NetworkCommand {
    @Option(
            names = "--hub",
            required = true,
            paramLabel = "HUB",
            description = "the hub, or one of its machines, as NAME/INSTANCE")
    private String hub = "";

    @Option(names = "--client", required = true, paramLabel = "CLIENT", description = "the client")
    private String client = "";

    @Override
    public Integer call() {
        Network network = parent.network();
        network.manage(
                DskeCommand.node(network.topology(), hub),
                "DELETE",
                "clients/" + client,
                "application/json",
                new byte[0]);
        output.result(
                "hub " + hub + " has taken client " + client + " out",
                Json.createObjectBuilder().add("hub", hub).add("client", client).build());
        return 0;
    }
}
