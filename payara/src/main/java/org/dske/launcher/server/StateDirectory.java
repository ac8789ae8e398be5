package org.dske.launcher.server;

import java.io.IOException;
import java.nio.file.Path;
import org.dske.auditlog.AuditSettings;
import org.dske.launcher.LauncherException;
import org.dske.launcher.topology.TopologyNode;

/**
 * Where the launcher keeps what it knows of running nodes: {@code NODE/node.log}, {@code NODE/node.pid}, {@code NODE/audit.jsonl} and {@code NODE/store}; {@code NODE-INSTANCE/...} where
 * a node has several machines. None of the files and directories need exist.
 *
 * @param path the directory, absolute
 */
public record StateDirectory(Path path) {
    // No node's name starts with a dot.
    private static final String SINGLE_PROCESS = ".single-process";

    /** A machine's directory. */
    public Path of(TopologyNode node) {
        return path.resolve(node.directory());
    }

    /** The directory of a node's store. */
    public Path store(TopologyNode node) {
        return of(node).resolve("store");
    }

    /** A node's audit log, which is not deleted with its store. */
    public Path audit(TopologyNode node) {
        return of(node).resolve(AuditSettings.FILE);
    }

    /** Deletes a node's store, if there is one. The node must not run. */
    public void deleteStore(TopologyNode node) {
        Path store = store(node);
        try {
            Installation.delete(store);
        } catch (IOException e) {
            throw new LauncherException("cannot delete " + store + ": " + LauncherException.reason(e));
        }
    }

    /** The directory of a process that all nodes share. */
    public Path singleProcess() {
        return path.resolve(SINGLE_PROCESS);
    }

    /** The file in one of these directories that tells the process. */
    public static Path pidFile(Path directory) {
        return directory.resolve("node.pid");
    }

    /** The log of the server that runs in one of these directories. */
    public static Path log(Path directory) {
        return directory.resolve("node.log");
    }
}
