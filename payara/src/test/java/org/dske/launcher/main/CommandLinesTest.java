package org.dske.launcher.main;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.StringReader;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import java.util.Set;
import org.dske.launcher.ExitStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLinesTest extends LauncherRun {
    @TempDir
    @SuppressWarnings("NullAway.Init") // Set by JUnit.
    private Path directory;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "start",
                "run",
                "dist",
                "prepare",
                "stop",
                "status",
                "etsi-qkd",
                "demo",
                "etsi-qkd a b get-key",
                "bench",
                "bench load",
                "bench targets",
                "bench scale",
                "bench plot",
                "bench growth",
                "backup",
                "restore",
                "psrd",
                "psrd prune"
            })
    void everyCommandHasHelp(String command) {
        assertEquals(0, execute((command + " --help").strip().split(" ")), err.toString());
        assertTrue(out.toString().contains("Usage: dske"), out.toString());
    }

    @Test
    void theHelpSaysWhatTheExitStatusMeans() {
        assertEquals(0, execute("--help"));
        assertTrue(out.toString().contains("Exit status:"), out.toString());
        ExitStatus.meanings()
                .forEach((code, meaning) -> assertTrue(
                        out.toString().replaceAll("\\s+", " ").contains(" " + code + " " + meaning), out.toString()));
        assertEquals(Set.of("0", "1", "2"), ExitStatus.meanings().keySet());
    }

    @Test
    void anUnknownCommandIsAOneLineError() {
        assertEquals(1, execute("strat"));
        assertOneLine("dske: Unmatched argument at index 0: 'strat'");
    }

    @Test
    void aMissingCommandIsAOneLineError() {
        assertEquals(1, execute());
        assertOneLine("dske: a command is missing");
    }

    @Test
    void anUnknownHubNamesTheKnownOnes() throws Exception {
        assertEquals(1, execute("--topology", topology(9), "--hub", "hans", "start"));
        assertOneLine("dske: there is no hub 'hans' in the topology; there are far, hank, hugo");
    }

    @Test
    void anUnknownClientNamesTheKnownOnes() throws Exception {
        assertEquals(1, execute("--topology", topology(9), "--client", "hank", "status"));
        assertOneLine("dske: there is no client 'hank' in the topology; there are carol");
    }

    @Test
    void aHubThatRunsElsewhereIsNotStarted() throws Exception {
        assertEquals(1, execute("--topology", topology(9), "--hub", "far", "start"));
        assertOneLine("dske: hub far runs elsewhere");
    }

    @Test
    void aHubThatRunsElsewhereIsNotRunInTheForeground() throws Exception {
        assertEquals(1, execute(with(topology(9), "run", "far")));
        assertOneLine("dske: hub far runs elsewhere");
    }

    @Test
    void nothingRunsInTheForegroundButByTheScript() throws Exception {
        assertEquals(1, execute(with(topology(9), "run", "hank")));
        assertOneLine("dske: run is for the script dske");
    }

    @Test
    void aMistakeInTheTopologyNamesItsLine() throws Exception {
        Path file = Files.writeString(directory.resolve("wrong.yaml"), "k: 2\nhubs: 3\n");
        assertEquals(1, execute("--topology", file.toString(), "start"));
        assertOneLine("dske: " + file + ":2: hubs must be a list");
    }

    @Test
    void stopWithoutStartIsAnError() throws Exception {
        assertEquals(1, execute(with(topology(9), "stop")));
        assertOneLine("dske: nothing to stop: no node is running");
    }

    @Test
    void aPidFileOfAnotherMakeNamesNoProcess() throws Exception {
        Path file = directory.resolve("state").resolve("hank").resolve("node.pid");
        Files.createDirectories(file.getParent());
        Files.writeString(file, ProcessHandle.current().pid() + "\n");

        assertEquals(1, execute(with(topology(9), "stop")));

        assertOneLine("dske: nothing to stop: no node is running");
    }

    @Test
    void aPortInUseRefusesTheStartAndNamesNodeAndOwner() throws Exception {
        try (ServerSocket socket = new ServerSocket(0)) {
            assertEquals(1, execute(with(topology(socket.getLocalPort()), "start")));
            assertOneLine("dske: nothing was started: port " + socket.getLocalPort() + " of hub hank is in use by ");
        }
    }

    @Test
    void theStatusOfAStoppedNetworkFailsAndShowsEveryNode() throws Exception {
        assertEquals(2, execute(with(topology(9), "status", "--json")));
        assertTrue(out.toString().startsWith("{\"ready\":false,\"nodes\":["), out.toString());
        assertTrue(out.toString().contains("\"name\":\"carol\",\"type\":\"client\""), out.toString());
        assertEquals("", err.toString());
    }

    @Test
    void anUnknownEncryptorNamesTheKnownOnes() throws Exception {
        assertEquals(1, execute("--topology", topology(9), "etsi-qkd", "sam", "sid", "get-key-pair"));
        assertOneLine("dske: no client of the topology has the encryptor sid; there are [sam]");
    }

    @Test
    void aKmeThatDoesNotAnswerIsTheOtherSides() throws Exception {
        assertEquals(2, execute("--topology", topology(9), "etsi-qkd", "sam", "sam", "get-key-pair"));
        assertOneLine("dske: client carol does not answer at http://localhost:");
    }

    @Test
    void anHttpsPortInUseRefusesTheStart() throws Exception {
        try (ServerSocket socket = new ServerSocket(0)) {
            assertEquals(1, execute(with(topologyWithTls(socket.getLocalPort() - 100), "start")));
            assertOneLine(
                    "dske: nothing was started: port " + socket.getLocalPort() + " of client carol is in use by ");
        }
        assertFalse(Files.exists(directory.resolve("pki")), "certificates were made in vain");
    }

    @Test
    void theStatusShowsWhereEncryptorsGo() throws Exception {
        assertEquals(2, execute(with(topologyWithTls(12), "status")));
        assertTrue(out.toString().contains("https://localhost:112/client/carol"), out.toString());
        assertEquals(2, execute(with(topologyWithTls(12), "status", "--json")));
        assertTrue(
                out.toString()
                        .contains("\"url\":\"http://localhost:12/client/carol\",\"state\":\"stopped\",\"port\":12,"
                                + "\"https_url\":\"https://localhost:112/client/carol\",\"https_port\":112"),
                out.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"get-status", "get-key", "get-key-pair", "get-key-with-key-ids x"})
    void anEncryptorWithoutCertificateIsTold(String command) throws Exception {
        String[] arguments = ("etsi-qkd sam sam " + command).split(" ");
        assertEquals(1, execute(with(topologyWithTls(12), arguments)));
        assertOneLine(
                "dske: there is no CA certificate " + directory.resolve("pki").resolve("ca.crt"));

        assertEquals(0, execute(with(topologyWithTls(12), "pki", "init")));
        err.getBuffer().setLength(0);
        assertEquals(1, execute(with(topologyWithTls(12), arguments)));
        assertOneLine("dske: there is no certificate "
                + directory.resolve("pki").resolve("sae").resolve("sam.crt"));
    }

    @Test
    void theCommandLineSaysWhereCertificatesAreBeforeTheTopologyDoes() throws Exception {
        String elsewhere = directory.resolve("elsewhere").toString();

        assertEquals(0, execute("--pki-dir", elsewhere, "--topology", topologyWithTls(12), "pki", "init"));

        assertTrue(Files.exists(directory.resolve("elsewhere").resolve("ca.crt")));
        assertFalse(Files.exists(directory.resolve("pki")));
    }

    @Test
    void thePasswordOfKeyStoresComesOutOfAFile() throws Exception {
        Path password = Files.writeString(directory.resolve("password"), "correct horse\n");
        String topology = topologyWithTls(12);

        assertEquals(0, execute("--pki-password-file", password.toString(), "--topology", topology, "pki", "init"));

        assertEquals(
                1,
                KeyStore.getInstance(
                                directory
                                        .resolve("pki")
                                        .resolve("truststore.p12")
                                        .toFile(),
                                "correct horse".toCharArray())
                        .size());
    }

    @Test
    void aHubIsAllOfItsMachinesOrTheOneThatIsNamed() throws Exception {
        assertEquals(2, execute(with(topologyWithInstances(), "--hub", "hank", "status", "--json")));
        assertEquals(
                List.of("hank/a", "hank/b"),
                statuses().stream()
                        .map(node -> node.getString("name") + "/" + node.getString("instance"))
                        .toList());

        out.getBuffer().setLength(0);
        assertEquals(
                2,
                execute(with(
                        topologyWithInstances(), "--hub", "hank/b", "--client", "carol/east", "status", "--json")));
        assertEquals(
                List.of("http://localhost:11/hub/hank", "http://localhost:13/client/carol"),
                statuses().stream().map(node -> node.getString("url")).toList());
    }

    @Test
    void theStatusShowsEachMachine() throws Exception {
        assertEquals(2, execute(with(topologyWithInstances(), "status")));
        assertEquals(
                List.of("NAME", "hank/a", "hank/b", "hugo", "carol/east", "carol/west"),
                out.toString()
                        .lines()
                        .map(line -> line.substring(0, line.indexOf(' ')))
                        .toList());
    }

    @Test
    void aMachineThatIsNotThereNamesTheOnesThatAre() throws Exception {
        assertEquals(1, execute(with(topologyWithInstances(), "--hub", "hank/c", "start")));
        assertOneLine("dske: there is no hub 'hank/c' in the topology; there are hank/a, hank/b, hugo");
    }

    @Test
    void machinesThatAreTheSameNodeDoNotShareAProcess() throws Exception {
        assertEquals(1, execute(with(topologyWithInstances(), "start", "--single-process")));
        assertOneLine("dske: hub hank has several machines, which cannot share one process");
    }

    private List<JsonObject> statuses() {
        return Json.createReader(new StringReader(out.toString()))
                .readObject()
                .getJsonArray("nodes")
                .getValuesAs(JsonObject.class);
    }

    private String topologyWithInstances() throws Exception {
        return Files.writeString(directory.resolve("topology-instances.yaml"), """
                k: 2
                base-port: 10
                hubs:
                  - {name: hank, instances: [a, b], settings: {store.shares: 'jdbc:postgresql:hank'}}
                  - name: hugo
                clients: [{name: carol, instances: [east, west], encryptors: [sam]}]
                """)
                .toString();
    }

    private String topologyWithTls(int port) throws Exception {
        return Files.writeString(directory.resolve("topology-tls.yaml"), """
                k: 2
                tls: true
                pki: pki
                base-port: 10
                hubs: [{name: hugo}, {name: hank}]
                clients: [{name: carol, port: %d, encryptors: [sam]}]
                """.formatted(port))
                .toString();
    }

    private String topology(int port) throws Exception {
        // Ports 9 and up are the discard service and its like: nobody answers there.
        return Files.writeString(directory.resolve("topology.yaml"), """
                k: 2
                base-port: 10
                hubs: [{name: hugo}, {name: hank, port: %d}, {name: far, url: "http://127.0.0.1:9/hub/far"}]
                clients: [{name: carol, encryptors: [sam]}]
                """.formatted(port))
                .toString();
    }

    private String[] with(String topology, String... arguments) {
        String[] all = new String[arguments.length + 4];
        all[0] = "--topology";
        all[1] = topology;
        all[2] = "--state-directory";
        all[3] = directory.resolve("state").toString();
        System.arraycopy(arguments, 0, all, 4, arguments.length);
        return all;
    }
}
