package org.dske.launcher.command.network;

import java.io.PrintWriter;
import org.dske.launcher.LauncherException;
import org.dske.launcher.command.DskeCommand;
import org.dske.launcher.network.Network;
import org.dske.launcher.network.NetworkStart;
import org.dske.launcher.topology.TopologyNode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Prepares a node's server, and prints the file of a shell script: the process of the script {@code dske} becomes it. */
@Command(
        name = "run",
        description =
                "Runs a node in the foreground, for service managers and containers: this process becomes its server,"
                        + " which prints its log, stops in good order at SIGTERM, and exits with 143 then.")
public final class RunCommand implements Runnable {
    /** The system property by which the script tells its process. */
    private static final String PROCESS_PROPERTY = "dske.process";

    @ParentCommand
    @SuppressWarnings("NullAway.Init") // Set by picocli.
    private DskeCommand parent;

    @Spec
    @SuppressWarnings("NullAway.Init") // Set by picocli.
    private CommandSpec spec;

    @Parameters(
            paramLabel = "NODE",
            description = "the hub or client, such as hank or hub/hank, or one of its machines, such as hank/a")
    private String name = "";

    @Override
    public void run() {
        Network network = parent.network();
        TopologyNode node = LogsCommand.node(network.topology(), name);
        if (node.isElsewhere()) {
            throw new LauncherException(node.title() + " runs elsewhere, at " + node.url() + ": not started here");
        }
        PrintWriter progress = spec.commandLine().getErr();
        NetworkStart start = new NetworkStart(network, parent.installation(), progress::println);
        spec.commandLine().getOut().println(start.inForeground(node, process()));
    }

    private static ProcessHandle process() {
        Long id = Long.getLong(PROCESS_PROPERTY);
        if (id == null) {
            throw new LauncherException("run is for the script dske, whose process becomes the server");
        }
        return ProcessHandle.of(id).orElseThrow(() -> new LauncherException("there is no process " + id));
    }
}
