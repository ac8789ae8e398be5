package org.dske.launcher.network;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.dske.key.SaeId;
import org.dske.launcher.LauncherException;
import org.dske.launcher.server.ClassArchive;
import org.dske.launcher.server.Installation;
import org.dske.launcher.server.ServerLauncher;
import org.dske.launcher.server.ServerPlan;
import org.dske.launcher.server.StateDirectory;
import org.dske.launcher.topology.Topology;
import org.dske.launcher.topology.TopologyReader;
import org.dske.pki.Pki;
import org.dske.time.Deadline;

/** Makes the class archive, once: runs a small network in one process, has it deliver a key, and lets it write what it loaded. */
final class ClassArchiveTraining {
    private static final Duration START = Duration.ofMinutes(3);
    private static final Duration WRITE = Duration.ofMinutes(3);
    private static final SaeId MASTER = new SaeId("master");
    private static final SaeId SLAVE = new SaeId("slave");

    private final Installation installation;
    private final Pki pki;
    private final Consumer<String> progress;

    /** A training on an unpacked installation. The PKI is not asked for anything, since the small network has no TLS. */
    ClassArchiveTraining(Installation installation, Pki pki, Consumer<String> progress) {
        this.installation = installation;
        this.pki = pki;
        this.progress = progress;
    }

    /** Makes the archive unless there is one, and says which options servers use it by. If that fails, they are started without it. */
    List<String> options() {
        ClassArchive archive = ClassArchive.of(installation);
        if (archive.exists()) {
            // An installation that may only be read has its archive all the same.
            return archive.optionsToUse();
        }
        Path lockFile = archive.file().resolveSibling("classes.lock");
        try (FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = channel.lock()) {
            if (lock.isValid() && !archive.exists()) {
                progress.accept("preparing the server's class archive, once for this Java");
                make(archive);
            }
        } catch (IOException e) {
            goOnWithout("cannot write " + lockFile + ": " + LauncherException.reason(e));
        } catch (LauncherException e) {
            goOnWithout(String.valueOf(e.getMessage()));
        }
        return archive.optionsToUse();
    }

    private void goOnWithout(String reason) {
        progress.accept("going on without a class archive, which makes starts slower: " + reason);
    }

    private void make(ClassArchive archive) throws IOException {
        StateDirectory state = new StateDirectory(archive.file().resolveSibling("class-archive"));
        Topology topology = topology();
        ServerPlan plan = ServerPlan.together(state, topology, topology.nodes(), pki.directory());
        Files.deleteIfExists(archive.unfinished());
        // Those of an earlier training may be of another release, and be refused.
        topology.nodes().forEach(state::deleteStore);
        ProcessHandle server = new ServerLauncher(installation, archive.optionsToMake())
                .start(plan)
                .toHandle();
        Runtime.getRuntime().addShutdownHook(new Thread(server::destroyForcibly, "end-training"));
        try {
            exercise(
                    new Network(
                            topology,
                            archive.file(),
                            state,
                            new NodeProbe(pki, Optional.empty(), Optional.empty()),
                            pki),
                    server);
            server.destroy();
            if (!Wait.forEnd(server, WRITE)) {
                throw new LauncherException("it was not written within " + WRITE.toSeconds() + " s");
            }
        } finally {
            server.destroyForcibly();
        }
        if (!Files.exists(archive.unfinished())) {
            throw new LauncherException("it was not written (see " + plan.log() + ")");
        }
        archive.finish();
    }

    private static void exercise(Network network, ProcessHandle server) {
        boolean ready = Wait.until(Deadline.in(START), () -> {
            if (!server.isAlive()) {
                throw notReady();
            }
            return network.look(network.topology().nodes()).stream().allMatch(NodeState::isComplete);
        });
        if (!ready) {
            throw notReady();
        }
        network.encryptors().keyPair(MASTER, SLAVE, OptionalInt.empty(), OptionalInt.empty());
    }

    private static LauncherException notReady() {
        return new LauncherException("its small network did not become ready");
    }

    private static Topology topology() {
        List<Integer> ports = FreePorts.take(4);
        return TopologyReader.parse("the small network", """
                k: 2
                settings: {laboratory: true}
                hubs: [{name: hub1, port: %d}, {name: hub2, port: %d}]
                clients:
                  - {name: client1, port: %d, encryptors: [%s]}
                  - {name: client2, port: %d, encryptors: [%s]}
                """.formatted(
                        ports.get(0), ports.get(1), ports.get(2), MASTER, ports.get(3), SLAVE));
    }
}
