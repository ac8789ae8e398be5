package org.dske.launcher.command.network;

import jakarta.json.Json;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.dske.config.Setting;
import org.dske.launcher.LauncherException;
import org.dske.launcher.command.DskeCommand;
import org.dske.launcher.command.NetworkCommand;
import org.dske.launcher.console.ConsoleServer;
import org.dske.launcher.console.NetworkConsole;
import org.dske.launcher.network.Network;
import org.dske.launcher.network.NetworkStop;
import org.dske.launcher.topology.TopologyNode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A network in a browser. */
@Command(
        name = "console",
        description =
                "Serves a page about the whole network to browsers on this machine, until Ctrl-C: its nodes, the way of its"
                        + " keys from hub to hub, and a form that gets a key at both ends.")
public final class ConsoleCommand extends NetworkCommand {
    /** Of 256 bits. */
    private static final int CODE_BYTES = 32;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "8400",
            description = "where the page is, at localhost; 0 for a port that is free (default: ${DEFAULT-VALUE})")
    private int port;

    @Option(
            names = "--demonstration",
            description =
                    "starts the network, if it is not running, with all that it keeps in memory, and lets the page stop"
                            + " and freeze hubs; only in a laboratory")
    private boolean demonstration;

    @Mixin
    private StartCommand.Options options = new StartCommand.Options();

    @Override
    public Integer call() {
        Network network = parent.network();
        if (!demonstration) {
            return serve(network);
        }
        if (!network.topology().nodes().stream().allMatch(TopologyNode::isLaboratory)) {
            throw new LauncherException(
                    "a demonstration stops and freezes hubs: it is for a laboratory (laboratory: true)");
        }
        Network inMemory = network.with(network.topology().with(Setting.STORE, "memory"));
        List<TopologyNode> nodes = DskeCommand.here(inMemory.topology().nodes());
        if (network.isRunning(nodes)) {
            output.progress("the network is running already, and stays so");
            return serve(network);
        }
        options.start(inMemory, parent.installation(), nodes, false, output);
        return new NetworkStop(network, line -> {}).after(() -> serve(inMemory), nodes);
    }

    private int serve(Network network) {
        NetworkConsole console = new NetworkConsole(network, parent.installation(), demonstration);
        Optional<String> code = console.isLaboratory() ? Optional.empty() : Optional.of(code());
        try (ConsoleServer server = new ConsoleServer(console, port, code)) {
            var json = Json.createObjectBuilder().add("url", server.url());
            code.ifPresent(text -> json.add("code", text));
            output.result(
                    "the console is at " + server.url() + ", until Ctrl-C"
                            + code.map(text -> "\nit asks for this code: " + text)
                                    .orElse(""),
                    json.build());
            new CountDownLatch(1).await();
            return 0;
        } catch (InterruptedException e) {
            throw LauncherException.interrupted();
        }
    }

    private String code() {
        byte[] bytes = new byte[CODE_BYTES];
        parent.random().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
