package org.dske.launcher.command.network;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.dske.launcher.LauncherException;
import org.dske.launcher.command.DskeCommand;
import org.dske.launcher.log.LogTail;
import org.dske.launcher.network.Network;
import org.dske.launcher.network.Wait;
import org.dske.launcher.server.StateDirectory;
import org.dske.launcher.topology.NodeType;
import org.dske.launcher.topology.Topology;
import org.dske.launcher.topology.TopologyNode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Shows the log of a node. */
@Command(
        name = "logs",
        description = "Shows the end of a node's log; of nodes that share a process, that of the process.")
public final class LogsCommand implements Runnable {
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

    @Option(
            names = {"-n", "--lines"},
            paramLabel = "LINES",
            defaultValue = "100",
            description = "how many lines (default: ${DEFAULT-VALUE})")
    private int lines;

    @Option(
            names = {"-f", "--follow"},
            description = "go on with what is added, also after the node is started again, until Ctrl-C")
    private boolean follow;

    @Override
    public void run() {
        if (lines < 0) {
            throw new ParameterException(spec.commandLine(), "--lines must be 0 or more, and is " + lines);
        }
        Network network = parent.network();
        TopologyNode node = node(network.topology(), name);
        if (node.isElsewhere()) {
            throw new LauncherException(node.title() + " runs elsewhere, at " + node.url() + ": its log is there");
        }
        Path file = StateDirectory.log(network.state().of(node));
        try (LogTail log = new LogTail(file)) {
            if (print(log.last(lines, !follow)) && follow) {
                Wait.whileTrue(() -> print(log.next()));
            }
        }
    }

    /** Whether somebody still reads; nobody does behind a pipe whose other end is closed. */
    private boolean print(List<String> added) {
        PrintWriter out = spec.commandLine().getOut();
        added.forEach(out::println);
        return !out.checkError();
    }

    /** A machine by its name, with or without what kind of node it is: {@code hank}, {@code hank/a}, {@code hub/hank}, {@code hub/hank/a}. */
    static TopologyNode node(Topology topology, String name) {
        boolean known = topology.nodes().stream()
                .anyMatch(node -> node.machine().toString().equals(name));
        for (NodeType type : NodeType.values()) {
            String prefix = type.word() + "/";
            if (!known && name.startsWith(prefix)) {
                return DskeCommand.node(
                        new Topology(
                                topology.k(),
                                topology.host(),
                                type == NodeType.HUB ? topology.hubs() : topology.clients(),
                                Optional.empty()),
                        name.substring(prefix.length()));
            }
        }
        return DskeCommand.node(topology, name);
    }
}
