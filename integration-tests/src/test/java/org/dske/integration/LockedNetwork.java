package org.dske.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.dske.enrolment.EnrolmentPackage;
import org.dske.protocol.enrolment.PackageHead;
import org.dske.secret.SecretBytes;
import org.dske.testing.Await;
import org.dske.testing.client.FakeClient;
import org.dske.testing.client.OpenedPackage;
import org.dske.testing.hub.FakeHub;

/**
 * A network with all locks on: packages, mutual TLS for encryptors, tokens. Two hubs and two clients are nodes, all in one process; the
 * third hub is a test's, who has its PSRD and can lie with it. The names are in no document of a node: who reads one there has been told.
 */
final class LockedNetwork implements AutoCloseable {
    static final String MASTER = "saxon";
    static final String SLAVE = "sybil";

    /** The third hub. */
    final FakeHub liar = new FakeHub("hugo");

    private final LaunchedNetwork network;
    private final Path packages;

    /** Starts it, and makes all acquainted. */
    LockedNetwork() {
        network = LaunchedNetwork.of("locked", """
                k: 2
                base-port: %d
                tls: true
                pki: pki
                settings:
                  quota.shares: 40
                hubs: [{name: hank}, {name: helen}, {name: hugo, url: '%s'}]
                clients: [{name: caspian, encryptors: [%s]}, {name: cordelia, encryptors: [%s]}]
                """.formatted(FreePorts.rowWithHttps(4), liar.base(), MASTER, SLAVE));
        // Left over by a run that was killed.
        network.close();
        network.deletePki();
        packages = network.launcher().topology().resolveSibling("packages");
        delete(packages);
        network.run("start", "--fresh", "--single-process");
        network.run("enrol", "--all", packages.toString(), "--psrd", "1MiB", "--plain");
        clients().forEach(this::enrolAtTheLiar);
        List<String> arguments = new ArrayList<>(List.of("import"));
        files(packages).forEach(file -> arguments.add(file.toString()));
        network.run(arguments.toArray(String[]::new));
        network.awaitReady();
    }

    private static List<Path> files(Path directory) {
        try (Stream<Path> files = Files.exists(directory) ? Files.list(directory) : Stream.empty()) {
            return files.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path directory) {
        try {
            for (Path file : files(directory)) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the hub's operator would do, if it were a node. */
    private void enrolAtTheLiar(Node client) {
        SecureRandom random = new SecureRandom();
        String encryptor = client.name().equals("caspian") ? MASTER : SLAVE;
        List<UUID> names = List.of(UUID.randomUUID(), UUID.randomUUID());
        int size = 1 << 20;
        Instant now = Instant.now();
        PackageHead head = new PackageHead(
                UUID.randomUUID(),
                new PackageHead.Hub(liar.name(), 3, List.of(liar.base().toString())),
                new PackageHead.Client(client.name(), null, List.of(encryptor)),
                now.toString(),
                now.plus(Duration.ofHours(1)).toString(),
                List.of(
                        new PackageHead.Block(names.get(0), "client", size),
                        new PackageHead.Block(names.get(1), "hub", size)));
        try (EnrolmentPackage made = new EnrolmentPackage(
                        head, List.of(SecretBytes.random(size, random), SecretBytes.random(size, random)));
                SecretBytes file = made.toFile()) {
            liar.enrol(
                    client.name(),
                    Set.of(encryptor),
                    Map.of(names.get(0), made.data().get(0).expose().clone()),
                    Map.of(names.get(1), made.data().get(1).expose().clone()));
            Files.write(packages.resolve("hugo-" + client.name() + ".dske"), file.expose());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A client of somebody's own make, that is enrolled at a hub and registered. */
    FakeClient enrolled(Node hub, String name, String encryptor) {
        Path file = packages.resolve(hub.name() + "-" + name + ".dske");
        network.run(
                "enrol",
                "--hub",
                hub.name(),
                "--client",
                name,
                "--encryptors",
                encryptor,
                "--psrd",
                "128KiB",
                "--plain",
                "--out",
                file.toString());
        FakeClient client = at(hub, name, encryptor);
        try {
            OpenedPackage.read(Files.readAllBytes(file)).giveTo(client);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        client.agreeInBand();
        return client;
    }

    /** A client that speaks the suite its and has nothing. */
    static FakeClient at(Node hub, String name, String... encryptors) {
        FakeClient client = new FakeClient(URI.create(hub.url("")), name, encryptors);
        client.its = true;
        return client;
    }

    Node node(String name) {
        return network.node(name);
    }

    List<Node> hubs() {
        return network.hubs().stream().filter(node -> !node.isElsewhere()).toList();
    }

    List<Node> clients() {
        return network.clients();
    }

    List<Node> nodes() {
        return Stream.concat(hubs().stream(), clients().stream()).toList();
    }

    Encryptor master() {
        return network.encryptor(MASTER);
    }

    Encryptor slave() {
        return network.encryptor(SLAVE);
    }

    /** A certificate of a CA that nobody here knows. */
    TlsPeer stranger() {
        return TlsPeer.of(network, CertificateAuthority.of(network).impostor().issue("EC", MASTER));
    }

    TlsPeer withoutCertificate() {
        return TlsPeer.withoutCertificate(network);
    }

    /** Gets a key at both ends, as always. */
    void keyPair() {
        master().keyPair(slave());
    }

    /** All that nobody is to change, when what goes on by itself has ended. */
    String settled() {
        String[] before = {""};
        Await.until(Await.LONG, () -> {
            String last = before[0];
            before[0] = SharedState.of(nodes());
            assertEquals(last, before[0], "it goes on");
        });
        return before[0];
    }

    /** The first block of a pool that a hub shares with the master's client. */
    String block(Node hub, String owner) {
        return hub.pool(node("caspian"), owner).blocks().getFirst().uuid();
    }

    String logTails() {
        return network.logTails();
    }

    @Override
    public void close() {
        network.close();
        liar.close();
    }
}
