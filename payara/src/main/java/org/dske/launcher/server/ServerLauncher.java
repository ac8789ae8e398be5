package org.dske.launcher.server;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.dske.launcher.LauncherException;
import org.dske.launcher.topology.NodeType;
import org.dske.launcher.topology.TopologyNode;
import org.dske.provider.PemServer;

/** Starts servers, which outlive the launcher, or says how to become one. */
public final class ServerLauncher {
    /** The script {@code dske} runs nothing of another name. */
    private static final String SCRIPT_FILE = "run.sh";

    private static final String MAIN_CLASS = "fish.payara.micro.impl.PayaraMicroImpl";

    // Keys go where the topology says, whatever the environment, the user's options or the JDK's configuration say of
    // proxies.
    private static final List<String> NO_PROXIES = List.of(
            "-Djava.net.useSystemProxies=false", "-Dhttp.proxyHost=", "-Dhttps.proxyHost=", "-DsocksProxyHost=");

    private final Installation installation;
    private final List<String> archiveOptions;

    /** A launcher of servers of an unpacked installation, with Java's options for the class archive. */
    public ServerLauncher(Installation installation, List<String> archiveOptions) {
        this.installation = installation;
        this.archiveOptions = List.copyOf(archiveOptions);
    }

    /** Starts a server and does not wait for it. */
    public Process start(ServerPlan plan) {
        try {
            return new ProcessBuilder(Stream.concat(
                                    detached(),
                                    Stream.of("/bin/sh", writeScript(plan).toString()))
                            .toList())
                    .redirectErrorStream(true)
                    // The server cuts it off when it is too long: what is written then is to be at its beginning.
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(plan.log().toFile()))
                    .start();
        } catch (IOException e) {
            throw new LauncherException("cannot start " + plan.name() + ": " + e);
        }
    }

    /**
     * Writes a shell script that becomes a server in the foreground of who runs it: all that the server says goes to the standard output.
     *
     * @return the file, which is good for one start
     */
    public Path writeScript(ServerPlan plan) {
        Path script = plan.directory().resolve(SCRIPT_FILE);
        try {
            ServerFiles.write(installation, plan);
            if (Files.exists(plan.log())) {
                Files.move(plan.log(), plan.directory().resolve("node.log.1"), StandardCopyOption.REPLACE_EXISTING);
            }
            return Files.writeString(script, script(plan));
        } catch (IOException e) {
            throw new LauncherException("cannot write " + script + ": " + LauncherException.reason(e));
        }
    }

    /**
     * The text of that script, in which the process ID stays the same. What a crash writes down of the memory: no core, and nothing of the memory
     * in one that a program takes out of the kernel's hands, for which there is no limit (core(5)). {@code _JAVA_OPTIONS} would go over all other
     * options of Java, those of the launcher included. glibc keeps up to eight arenas a core, of which a server fills a part each.
     */
    private String script(ServerPlan plan) {
        return """
                # Written by ./dske for one start.
                cd %s || exit 1
                ulimit -c 0
                echo 0 2>/dev/null >/proc/self/coredump_filter
                unset _JAVA_OPTIONS
                export MALLOC_ARENA_MAX="${MALLOC_ARENA_MAX:-2}"
                exec %s </dev/null 2>&1
                """.formatted(
                        quoted(plan.directory().toString()),
                        command(plan).stream().map(ServerLauncher::quoted).collect(Collectors.joining(" ")));
    }

    /** A word of the shell that stands for itself. */
    private static String quoted(String word) {
        return "'" + word.replace("'", "'\\''") + "'";
    }

    List<String> command(ServerPlan plan) {
        List<String> command = new ArrayList<>(List.of(Installation.java()));
        command.addAll(JavaOptions.of(installation, plan));
        command.addAll(NO_PROXIES);
        command.addAll(archiveOptions);
        command.addAll(List.of(
                "-cp",
                installation.classPath(plan.hasTlsBetweenNodes()).stream()
                        .map(Path::toString)
                        .collect(Collectors.joining(File.pathSeparator))));
        if (plan.hasTlsBetweenNodes() || plan.nodes().stream().anyMatch(TopologyNode::tls)) {
            command.addAll(List.of(
                    PemServer.class.getName(),
                    plan.pki().path().toAbsolutePath().toString(),
                    hybridKeyExchange(plan)));
        }
        command.addAll(List.of(MAIN_CLASS, "--rootdir", plan.root().toString(), "--name", plan.name()));
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

    /** A hub's listener is one of the server's, which takes what all take; what clients' listeners speak, encryptors have to speak. */
    private static String hybridKeyExchange(ServerPlan plan) {
        if (!plan.hasTlsBetweenNodes()) {
            return PemServer.NOBODY;
        }
        return plan.nodes().stream().anyMatch(node -> node.type() == NodeType.HUB && node.tls())
                ? PemServer.ALL
                : PemServer.NODES;
    }

    /**
     * What goes before a command that is to run apart from the launcher's terminal: neither its Ctrl-C nor its closing reaches the
     * server. setsid does both and keeps the process ID; where there is none, nohup does the second.
     */
    private static Stream<String> detached() {
        String path = System.getenv("PATH");
        return Stream.of("setsid", "nohup")
                .filter(tool -> path != null
                        && Arrays.stream(path.split(File.pathSeparator))
                                .filter(directory -> !directory.isEmpty())
                                .anyMatch(directory -> Files.isExecutable(Path.of(directory, tool))))
                .limit(1);
    }
}
