package org.dske.launcher.command.support;

import jakarta.json.Json;
import java.nio.file.Path;
import java.util.List;
import org.dske.launcher.command.NetworkCommand;
import org.dske.launcher.doctor.Doctor;
import org.dske.launcher.network.Network;
import org.dske.launcher.support.SupportBundle;
import org.dske.launcher.topology.TopologyNode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Makes a support bundle. */
@Command(
        name = "debug",
        description =
                "Writes a ZIP file for whoever is to help: versions, the topology without secrets, the nodes' status and"
                        + " metrics, the ends of their logs, the options of their Java, and what doctor says. No key, token,"
                        + " password or PSRD. Names and addresses are in it: look into it before you send it.")
public final class DebugCommand extends NetworkCommand {
    @Spec
    @SuppressWarnings("NullAway.Init") // Set by picocli.
    private CommandSpec spec;

    @Option(names = "--out", required = true, paramLabel = "FILE", description = "the file, which must not be there")
    private Path file = Path.of("");

    @Override
    public Integer call() {
        Network network = parent.network();
        List<TopologyNode> nodes = parent.named(network.topology());
        SupportBundle bundle = new SupportBundle(network);
        bundle.addVersions(
                String.join(" ", spec.root().version()), parent.clock().instant());
        bundle.add(new Doctor(network, nodes, parent.clock()).examine());
        bundle.addNodes(network.look(nodes));
        bundle.write(file);
        output.result(
                "wrote " + file + ": " + String.join(", ", bundle.names()) + "\nlook into it before you send it",
                Json.createObjectBuilder()
                        .add("file", file.toString())
                        .add("entries", Json.createArrayBuilder(bundle.names()))
                        .build());
        return 0;
    }
}
