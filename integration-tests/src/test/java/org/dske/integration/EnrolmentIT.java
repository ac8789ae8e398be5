package org.dske.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.dske.testing.Await;
import org.dske.testing.Http;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** A network that is no laboratory, from its first start on: one step after the other. */
@TestMethodOrder(OrderAnnotation.class)
class EnrolmentIT {
    private static LaunchedNetwork network;
    private static Path packages;
    private static Path passphrase;

    @BeforeAll
    static void write() throws Exception {
        network = LaunchedNetwork.of("enrolment", """
                k: 2
                base-port: %d
                settings: {etsi.plain-http: true}
                hubs: [{name: hank}, {name: helen}]
                clients: [{name: carol, encryptors: [sam]}, {name: connie, encryptors: [sofia]}]
                """.formatted(FreePorts.row(4)));
        network.close();
        passphrase = LaunchedNetwork.file("enrolment/passphrase", "correct horse battery staple\n");
        packages = passphrase.resolveSibling("packages");
        if (Files.exists(packages)) {
            for (Path file : files()) {
                Files.delete(file);
            }
        }
    }

    @AfterAll
    static void stop() {
        network.close();
    }

    private static List<Path> files() throws Exception {
        try (Stream<Path> files = Files.list(packages)) {
            return files.sorted().toList();
        }
    }

    private static Launcher.Result importAll(String... options) throws Exception {
        List<String> arguments = new ArrayList<>(List.of("import", "--passphrase-file", passphrase.toString()));
        arguments.addAll(List.of(options));
        files().forEach(file -> arguments.add(file.toString()));
        return network.launcher().run(arguments.toArray(String[]::new));
    }

    private static void awaitReady() {
        Await.until(Await.LONG, () -> {
            Launcher.Result status = network.launcher().run("status");
            assertEquals(0, status.status(), status::toString);
            assertFalse(status.out().contains("unreachable"), status::out);
        });
    }

    private static void keyPair() {
        Encryptor sam = network.encryptor("sam");
        Encryptor sofia = network.encryptor("sofia");
        sam.keyPair(sofia);
    }

    @Test
    @Order(1)
    void itStartsAndNobodyIsTakenIn() {
        network.startFresh();
        Launcher.Result status = network.launcher().run("status");
        assertEquals(2, status.status());
        assertTrue(status.out().contains("2 unenrolled"), status::out);
        Node hank = network.node("hank");
        Http.send(
                        "PUT",
                        hank.url("/dske/oob/v1/registration"),
                        "{\"client_name\":\"eve\",\"encryptor_names\":[\"sam\"]}",
                        "Content-Type",
                        "application/json")
                .error(403);
        Http.get(hank.url("/dske/oob/v1/psrd?client_name=carol&pool_owner=hub&size=100"))
                .error(403);
        network.nodes().forEach(node -> {
            Http.get(node.url("/mgmt/v1/status")).error(404);
            Http.get(node.managementUrl("/mgmt/v1/status")).error(401);
        });
        network.encryptor("sam").encKeys(network.encryptor("sofia")).error(503);
    }

    @Test
    @Order(2)
    void packagesByCourierMakeThemAcquainted() throws Exception {
        network.run(
                "enrol", "--all", packages.toString(), "--psrd", "256KiB", "--passphrase-file", passphrase.toString());
        assertEquals(4, files().size());
        Launcher.Result imported = importAll();
        assertEquals(0, imported.status(), imported::toString);
        assertEquals(List.of(), files(), "they are wiped");
        awaitReady();
        keyPair();
        Launcher.Result status = network.run("status");
        assertTrue(status.out().contains("Security, whatever an attacker computes: "), status::out);
    }

    @Test
    @Order(3)
    void theyStaySoOverStopsAndCrashes() {
        network.stop(network.node("hank"), network.node("carol"));
        network.start(network.node("hank"), network.node("carol"));
        awaitReady();
        keyPair();
        network.node("helen").kill();
        network.node("connie").kill();
        network.start(network.node("helen"), network.node("connie"));
        awaitReady();
        keyPair();
    }

    @Test
    @Order(4)
    void whoIsTakenOutHearsItAndComesBackWithANewPackage() throws Exception {
        network.run("unenrol", "--hub", "hank", "--client", "carol");
        Encryptor sam = network.encryptor("sam");
        String reason = sam.encKeys(network.encryptor("sofia")).error(503);
        assertTrue(reason.contains("taken this client out"), reason);
        String file = packages.resolve("again").toString();
        network.run(
                "enrol",
                "--hub",
                "hank",
                "--client",
                "carol",
                "--out",
                file,
                "--split",
                "--passphrase-file",
                passphrase.toString());
        Launcher.Result half =
                network.launcher().run("import", "--passphrase-file", passphrase.toString(), file + ".1");
        assertEquals(1, half.status());
        assertTrue(half.err().contains("is no package"), half::err);
        Launcher.Result both = importAll("--keep");
        assertEquals(0, both.status(), both::toString);
        awaitReady();
        Await.until(Await.LONG, EnrolmentIT::keyPair);
        Launcher.Result again = importAll();
        assertEquals(2, again.status());
        assertTrue(again.err().contains("has been added before"), again::err);
        assertEquals(2, files().size(), "what was refused is not wiped");
    }
}
