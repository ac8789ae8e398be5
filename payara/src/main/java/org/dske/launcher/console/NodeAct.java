package org.dske.launcher.console;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.dske.launcher.LauncherException;
import org.dske.launcher.network.Network;
import org.dske.launcher.network.NetworkStart;
import org.dske.launcher.network.NetworkStop;
import org.dske.launcher.network.NodeProcess;
import org.dske.launcher.server.Installation;
import org.dske.launcher.topology.TopologyNode;

/** What a demonstration does to a node, to show that keys come all the same. */
enum NodeAct {
    /** Its process ends. */
    STOP,
    /** It is started again. */
    START,
    /** Its process is there, and does nothing any more: connections are taken by the system, and nobody answers. */
    FREEZE,
    /** It goes on. */
    THAW;

    private static final Duration READY = Duration.ofMinutes(3);

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<NodeAct> of(String word) {
        return List.of(values()).stream().filter(act -> act.word().equals(word)).findFirst();
    }

    /** Does it, and returns when it is done. */
    void on(TopologyNode node, Network network, Installation installation) {
        switch (this) {
            case STOP -> new NetworkStop(network, line -> {}).stop(List.of(node));
            case START -> new NetworkStart(network, installation, line -> {}).start(List.of(node), false, false, READY);
            case FREEZE -> signal(node, network, "STOP");
            case THAW -> signal(node, network, "CONT");
        }
    }

    private static void signal(TopologyNode node, Network network, String signal) {
        NodeProcess process =
                network.process(node).orElseThrow(() -> new LauncherException(node.title() + " is not running"));
        if (process.shared()) {
            throw new LauncherException("the nodes share one process: none can be frozen alone");
        }
        try {
            int status = new ProcessBuilder(
                            "kill",
                            "-" + signal,
                            String.valueOf(process.handle().pid()))
                    .inheritIO()
                    .start()
                    .waitFor();
            if (status != 0) {
                throw new LauncherException("kill -" + signal + " of " + node.title() + " ends with " + status);
            }
        } catch (IOException e) {
            throw new LauncherException("there is no kill here: " + LauncherException.reason(e));
        } catch (InterruptedException e) {
            throw LauncherException.interrupted();
        }
    }
}
