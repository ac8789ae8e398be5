package org.dske.launcher.server;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.dske.launcher.topology.TopologyNode;
import org.dske.tls.PemServer;

/** The command line of a server. */
final class ServerCommand {
    private static final String MAIN_CLASS = "fish.payara.micro.impl.PayaraMicroImpl";

    // Keys go where the topology says, whatever the environment, the user's options or the JDK's configuration say of
    // proxies.
    private static final List<String> NO_PROXIES = List.of(
            "-Djava.net.useSystemProxies=false", "-Dhttp.proxyHost=", "-Dhttps.proxyHost=", "-DsocksProxyHost=");

    private ServerCommand() {}

    static List<String> of(Installation installation, ServerPlan plan, List<String> archiveOptions) {
        List<String> command = new ArrayList<>(List.of(Installation.java()));
        command.addAll(JavaOptions.of(installation, plan));
        command.addAll(NO_PROXIES);
        command.addAll(archiveOptions);
        command.addAll(mainClass(installation, plan));
        command.addAll(List.of("--rootdir", plan.root().toString()));
        command.addAll(List.of("--name", plan.name()));
        command.addAll(
                List.of("--port", String.valueOf(plan.nodes().get(0).port().orElseThrow())));
        // No cluster, no cache that spans nodes, nothing sent to anybody.
        command.addAll(List.of("--nohazelcast", "--disablephonehome"));
        // Seen from the plan's directory, in which the server is started: a path could have a colon.
        command.addAll(List.of("--logproperties", ServerFiles.LOGGING));
        command.addAll(List.of("--systemproperties", ServerFiles.PROPERTIES));
        command.addAll(List.of("--prebootcommandfile", ServerFiles.BOOT_COMMANDS));
        command.addAll(List.of("--postdeploycommandfile", ServerFiles.DEPLOY_COMMANDS));
        for (TopologyNode node : plan.nodes()) {
            command.addAll(List.of("--deploy", ServerFiles.warName(node) + ":" + node.contextPath()));
        }
        return command;
    }

    private static List<String> mainClass(Installation installation, ServerPlan plan) {
        String classPath =
                installation.classPath().stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
        return plan.tls()
                ? List.of(
                        "-cp",
                        classPath,
                        PemServer.class.getName(),
                        plan.pki().path().toAbsolutePath().toString(),
                        MAIN_CLASS)
                : List.of("-cp", classPath, MAIN_CLASS);
    }

    /**
     * The same command, apart from the launcher's terminal: neither its Ctrl-C nor its closing reaches the server.
     * setsid does both and keeps the process ID; where there is none, nohup does the second.
     */
    static List<String> detached(List<String> command) {
        List<String> detached = new ArrayList<>();
        for (String tool : List.of("setsid", "nohup")) {
            if (detached.isEmpty() && isOnPath(tool)) {
                detached.add(tool);
            }
        }
        detached.addAll(command);
        return detached;
    }

    private static boolean isOnPath(String tool) {
        String path = System.getenv("PATH");
        return path != null
                && Arrays.stream(path.split(File.pathSeparator))
                        .filter(directory -> !directory.isEmpty())
                        .anyMatch(directory -> Files.isExecutable(Path.of(directory, tool)));
    }
}
