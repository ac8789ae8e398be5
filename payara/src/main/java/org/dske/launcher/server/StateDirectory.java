package org.dske.launcher.server;

import java.nio.file.Path;
import org.dske.key.NodeName;

/**
 * Where the launcher keeps what it knows of running nodes: {@code NODE/node.log} and {@code NODE/node.pid}.
 *
 * @param path the directory, absolute
 */
public record StateDirectory(Path path) {
    // No node's name starts with a dot.
    private static final String SINGLE_PROCESS = ".single-process";

    /**
     * A node's directory.
     *
     * @param node the node's name
     * @return the directory, which may not exist
     */
    public Path of(NodeName node) {
        return path.resolve(node.toString());
    }

    /**
     * The directory of a process that all nodes share.
     *
     * @return the directory, which may not exist
     */
    public Path singleProcess() {
        return path.resolve(SINGLE_PROCESS);
    }

    /**
     * The file that tells the process of a node, or of all that share one.
     *
     * @param directory a node's directory or {@link #singleProcess}
     * @return the file, which may not exist
     */
    public static Path pidFile(Path directory) {
        return directory.resolve("node.pid");
    }

    /**
     * The root of the server that runs in a directory.
     *
     * @param directory a node's directory or {@link #singleProcess}
     * @return the server's root
     */
    public static Path root(Path directory) {
        return directory.resolve("root");
    }

    /**
     * The log of the server that runs in a directory.
     *
     * @param directory a node's directory or {@link #singleProcess}
     * @return the log
     */
    public static Path log(Path directory) {
        return directory.resolve("node.log");
    }
}
