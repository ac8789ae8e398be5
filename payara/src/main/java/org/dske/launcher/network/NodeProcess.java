package org.dske.launcher.network;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import org.dske.key.NodeName;
import org.dske.launcher.process.PidFile;
import org.dske.launcher.process.ProcessTable;
import org.dske.launcher.server.StateDirectory;

/**
 * The process of a running node.
 *
 * @param handle the process
 * @param shared whether the other nodes of the network are in it as well
 */
public record NodeProcess(ProcessHandle handle, boolean shared) {
    /**
     * Finds a node's process: the one in its pid file, if that is still a server of ours.
     *
     * @param state where pid files are
     * @param node the node's name
     * @return the process, or nothing if the node does not run; what its pid file says is stale then
     */
    public static Optional<NodeProcess> find(StateDirectory state, NodeName node) {
        OptionalLong pid = new PidFile(state.pidFile(node)).read();
        if (pid.isEmpty()) {
            return Optional.empty();
        }
        Path alone = StateDirectory.root(state.of(node));
        Path together = StateDirectory.root(state.singleProcess());
        return ProcessTable.server(pid.getAsLong(), alone)
                .map(handle -> new NodeProcess(handle, false))
                .or(() -> ProcessTable.server(pid.getAsLong(), together).map(handle -> new NodeProcess(handle, true)));
    }
}
