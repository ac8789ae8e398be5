package org.dske.bench.floor;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.IntFunction;
import org.dske.bench.load.Processes;
import org.dske.bench.load.Work;
import org.dske.key.NodeName;
import org.dske.launcher.ExitStatus;
import org.dske.launcher.LauncherException;
import org.dske.launcher.network.FreePorts;
import org.dske.launcher.network.Wait;
import org.dske.launcher.server.ClassArchive;
import org.dske.launcher.server.Installation;
import org.dske.launcher.server.ServerLauncher;
import org.dske.launcher.server.ServerPlan;
import org.dske.launcher.server.TemporaryState;
import org.dske.launcher.topology.NodeType;
import org.dske.launcher.topology.Topology;
import org.dske.launcher.topology.TopologyNode;
import org.dske.pki.PkiDirectory;
import org.dske.time.Deadline;

/**
 * A server as the nodes have it, with the same options of Java, that deploys an echo in place of each node: what a request costs when nothing is
 * done but to read a message and to write it.
 */
public final class EchoServer implements AutoCloseable {
    private static final Duration START = Duration.ofMinutes(2);
    private static final String HOST = "localhost";

    private final TemporaryState state = new TemporaryState();
    private final ProcessHandle process;
    private final EchoWork echoes;

    /**
     * Starts it and waits until it answers.
     *
     * @param installation what it is started from
     * @param nodes in place of how many nodes in one process: those of several have other options than that of a single one
     */
    public EchoServer(Installation installation, int nodes) {
        installation.unpack();
        PkiDirectory pki = new PkiDirectory(state.directory().path());
        List<TopologyNode> hubs = hubs(nodes);
        Topology topology = new Topology(2, HOST, hubs, Optional.empty());
        Path war = state.directory().path().resolve("echo.war");
        EchoWar.write(war);
        ServerPlan plan = nodes == 1
                ? ServerPlan.oneEach(state.directory(), topology, hubs, pki).get(0)
                : ServerPlan.together(state.directory(), topology, hubs, pki);
        this.echoes = new EchoWork(URI.create(hubs.get(0).url() + "/echo"));
        this.process = new ServerLauncher(
                        installation.with(war), ClassArchive.of(installation).optionsToUse())
                .start(plan)
                .toHandle();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroy, "end-echo"));
        boolean ready = Wait.until(Deadline.in(START), () -> !process.isAlive() || echoes.isReady());
        if (!ready || !process.isAlive()) {
            Wait.end(process);
            throw new LauncherException(
                    ExitStatus.OTHER_SIDE, "the echo server does not answer (see " + plan.log() + ")");
        }
    }

    private static List<TopologyNode> hubs(int nodes) {
        List<TopologyNode> hubs = new ArrayList<>();
        for (int port : FreePorts.take(nodes)) {
            NodeName name = new NodeName("echo" + (hubs.size() + 1));
            hubs.add(new TopologyNode(
                    NodeType.HUB,
                    name,
                    URI.create("http://" + HOST + ":" + port + "/hub/" + name),
                    OptionalInt.of(port),
                    List.of(),
                    Map.of(),
                    false));
        }
        return hubs;
    }

    /** Echoes, for a load. */
    public IntFunction<Work> echoes() {
        return echoes;
    }

    /** The server's process. */
    public Processes process() {
        return new Processes(Map.of(process, List.of("echo")));
    }

    /** Ends it; nothing is left. */
    @Override
    public void close() {
        Wait.end(process);
        state.close();
    }
}
