package org.dske.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.dske.key.SaeId;
import org.dske.launcher.server.StateDirectory;
import org.dske.launcher.topology.Topology;
import org.dske.launcher.topology.TopologyNode;
import org.dske.launcher.topology.TopologyReader;
import org.dske.pki.CertificateFiles;
import org.dske.pki.CertificateKind;
import org.dske.pki.PkiDirectory;
import org.dske.testing.Await;

/** A network in a directory of its own, which the launcher starts and stops. */
final class LaunchedNetwork implements AutoCloseable {
    private final Launcher launcher;
    private final Topology topology;

    private LaunchedNetwork(Launcher launcher) {
        this.launcher = launcher;
        this.topology = TopologyReader.read(launcher.topology());
    }

    /** Writes a topology, and starts nothing yet. */
    static LaunchedNetwork of(String name, String yaml) {
        Path file = file(name + "/topology.yaml", yaml);
        return new LaunchedNetwork(new Launcher(file, new StateDirectory(file.resolveSibling("nodes"))));
    }

    /** Writes a file among those of the networks. */
    static Path file(String name, String text) {
        Path file = Path.of(System.getProperty("dske.tests")).toAbsolutePath().resolve(name);
        try {
            Files.createDirectories(file.getParent());
            return Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Launcher launcher() {
        return launcher;
    }

    /** Runs a command, which must work. */
    Launcher.Result run(String... arguments) {
        return run(Map.of(), arguments);
    }

    /** Runs a command, with more in its environment, which must work. */
    Launcher.Result run(Map<String, String> environment, String... arguments) {
        Launcher.Result result = launcher.run(environment, arguments);
        assertEquals(0, result.status(), () -> String.join(" ", arguments) + ": " + result + "\n" + logTails());
        return result;
    }

    /** Starts nodes, or all of them, and waits as the launcher does. */
    void start(Node... nodes) {
        command(List.of("start"), nodes);
    }

    /** Starts nodes, which begin anew whatever they have kept. */
    void startFresh(Node... nodes) {
        command(List.of("start", "--fresh"), nodes);
    }

    /** Stops nodes, or all of them. */
    void stop(Node... nodes) {
        command(List.of("stop"), nodes);
    }

    private void command(List<String> command, Node... nodes) {
        List<String> arguments = new ArrayList<>();
        Stream.of(nodes).forEach(node -> arguments.addAll(node.option()));
        arguments.addAll(command);
        run(arguments.toArray(String[]::new));
    }

    List<Node> nodes() {
        return topology.nodes().stream()
                .map(node -> new Node(node, launcher.state()))
                .toList();
    }

    List<Node> hubs() {
        return nodes().stream().filter(node -> !node.isClient()).toList();
    }

    List<Node> clients() {
        return nodes().stream().filter(Node::isClient).toList();
    }

    /** A node, or one of its machines, such as {@code hank/a}. */
    Node node(String name) {
        return nodes().stream()
                .filter(node -> node.toString().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("there is no node " + name));
    }

    /** Where its certificates are. */
    PkiDirectory pki() {
        return new PkiDirectory(topology.pki().orElseThrow());
    }

    /** What an earlier run has left would be of another CA, or out of date. */
    void deletePki() {
        try (Stream<Path> files = Files.exists(pki().path()) ? Files.walk(pki().path()) : Stream.empty()) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    X509Certificate caCertificate() {
        return CertificateAuthority.certificate(pki().caCertificate());
    }

    /** The certificate that the launcher made for an encryptor. */
    CertificateAuthority.Identity certificate(String encryptor) {
        CertificateFiles files = pki().files(CertificateKind.SAE, encryptor);
        return CertificateAuthority.read(files.certificate(), files.key());
    }

    /** An encryptor at its client, over TLS if that has it. */
    Encryptor encryptor(String name) {
        TopologyNode client = topology.clientsOf(new SaeId(name)).getFirst();
        return client.tls()
                ? encryptor(name, client.name().name(), certificate(name))
                : new Encryptor(name, client.url().toString());
    }

    /** Whoever shows a certificate to a client. */
    Encryptor encryptor(String name, String client, CertificateAuthority.Identity certificate) {
        return new Encryptor(name, node(client).rootUrl(""), Optional.of(TlsPeer.of(this, certificate)));
    }

    /** Waits until every node says that it is ready: clients registered everywhere, pools filled. */
    void awaitReady() {
        Await.until(
                Await.LONG,
                () -> nodes().stream().filter(node -> !node.isElsewhere()).forEach(Node::assertReady));
    }

    /** Brings back what a test that failed has left stopped or frozen. */
    void heal() {
        List<Node> here = nodes().stream().filter(node -> !node.isElsewhere()).toList();
        here.stream().filter(Node::isRunning).forEach(Node::thaw);
        Node[] stopped = here.stream().filter(node -> !node.isRunning()).toArray(Node[]::new);
        if (stopped.length > 0) {
            start(stopped);
        }
        awaitReady();
    }

    /** The processes that belong to this network, by what is on their command lines. */
    List<Long> processes() {
        String mark = launcher.state().path().toString();
        return ProcessHandle.allProcesses()
                .filter(process -> commandLine(process.pid()).contains(mark))
                .map(ProcessHandle::pid)
                .toList();
    }

    private static String commandLine(long pid) {
        try {
            return Files.readString(Path.of("/proc", String.valueOf(pid), "cmdline"));
        } catch (IOException e) {
            // It has ended meanwhile, or there is no /proc.
            return "";
        }
    }

    String logTails() {
        return nodes().stream()
                .filter(node -> !node.isElsewhere())
                .map(node -> "--- the end of the log of " + node + ":\n" + node.logTail())
                .collect(Collectors.joining("\n"));
    }

    @Override
    public void close() {
        nodes().stream()
                .filter(node -> !node.isElsewhere())
                .filter(Node::isRunning)
                .forEach(Node::thaw);
        if (!processes().isEmpty()) {
            stop();
        }
        assertEquals(List.of(), processes(), "processes are left");
    }
}
