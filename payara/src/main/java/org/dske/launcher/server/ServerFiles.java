package org.dske.launcher.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import org.dske.config.Setting;
import org.dske.connections.ConnectionLimits;
import org.dske.launcher.topology.NodeType;
import org.dske.launcher.topology.TopologyNode;
import org.dske.root.ClientPorts;

/** The files that a server starts from, written anew for each start: nothing is left of the start before. */
final class ServerFiles {
    static final String BOOT_COMMANDS = "boot-commands.txt";
    static final String DEPLOY_COMMANDS = "deploy-commands.txt";
    static final String PROPERTIES = "node.properties";
    static final String LOGGING = "logging.properties";

    /** Deployed last and by a command: when it answers, every node has been deployed or has failed to. */
    private static final String ROOT_WAR = "root.war";

    /** Libraries of WARs that servers have on their class path, or of their own. */
    private static final List<String> OF_CLASS_PATH =
            List.of("checker-qual-", "flyway-", "jackson-core-", "postgresql-", "sqlite-jdbc-");

    private ServerFiles() {}

    static void write(Installation installation, ServerPlan plan) throws IOException {
        Path directory = plan.directory();
        Files.createDirectories(directory);
        Installation.delete(plan.root());
        for (String part : List.of("config", "lib", "docroot")) {
            copy(installation.server().resolve(part), plan.root().resolve(part));
        }
        for (TopologyNode node : plan.nodes()) {
            Path war = directory.resolve(warName(node));
            replace(installation.war(node.type()), war);
            leaveOutLibraries(war);
        }
        replace(installation.rootWar(), directory.resolve(ROOT_WAR));
        Files.write(directory.resolve(BOOT_COMMANDS), BootCommands.of(plan));
        // Relative to the directory, in which the server is started: a command has no way to quote blanks.
        Files.writeString(directory.resolve(DEPLOY_COMMANDS), "deploy --contextroot / " + ROOT_WAR + "\n");
        writeProperties(plan);
        try (InputStream logging = Objects.requireNonNull(ServerFiles.class.getResourceAsStream(LOGGING))) {
            Files.copy(logging, directory.resolve(LOGGING), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** The server calls an application after its file, so that each node needs a file with a name of its own. */
    static String warName(TopologyNode node) {
        return node.type().word() + "-" + node.name() + ".war";
    }

    private static void writeProperties(ServerPlan plan) throws IOException {
        Properties properties = new Properties();
        Map<Integer, String> contextPaths = new HashMap<>();
        for (TopologyNode node : plan.nodes()) {
            properties.putAll(NodeProperties.of(plan, node));
            long ofItsKind = plan.nodes().stream()
                    .filter(other -> other.type() == node.type())
                    .count();
            properties.put(Setting.PROCESS_NODES.key(node.name().toString()), String.valueOf(ofItsKind));
            if (node.type() == NodeType.CLIENT) {
                // Its plain port and its HTTPS port.
                node.servedPorts().forEach(port -> contextPaths.put(port, node.contextPath()));
            }
        }
        Map<Integer, ConnectionLimits> connections = new HashMap<>();
        for (TopologyNode node : plan.nodes()) {
            ConnectionLimits limits = ConnectionLimits.of(node.configuration());
            node.ports().forEach(port -> connections.put(port, limits));
        }
        properties.setProperty(ConnectionLimits.PROPERTY, ConnectionLimits.toText(connections));
        properties.setProperty(ClientPorts.PROPERTY, new ClientPorts(contextPaths).toText());
        try (OutputStream out = Files.newOutputStream(plan.directory().resolve(PROPERTIES))) {
            properties.store(out, null);
        }
    }

    // A copy, since the next build overwrites the original while the server runs.
    private static void replace(Path from, Path to) throws IOException {
        Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
    }

    /**
     * The server would unpack and search the libraries of each node's WAR, and take their classes from its class path all the same. What is
     * left has the node's own classes, in which it looks for beans, and resources.
     */
    private static void leaveOutLibraries(Path war) throws IOException {
        try (FileSystem files = FileSystems.newFileSystem(war)) {
            Path libraries = files.getPath("/WEB-INF/lib");
            if (Files.isDirectory(libraries)) {
                for (Path library : Installation.tree(libraries)) {
                    if (OF_CLASS_PATH.stream().anyMatch(String.valueOf(library.getFileName())::startsWith)) {
                        Files.delete(library);
                    }
                }
            }
        }
    }

    /** Copies a directory with all that is in it. */
    private static void copy(Path from, Path to) throws IOException {
        for (Path path : Installation.tree(from)) {
            Path target = to.resolve(from.relativize(path).toString());
            if (Files.isDirectory(path)) {
                Files.createDirectories(target);
            } else {
                Files.copy(path, target);
            }
        }
    }
}
