package org.dske.launcher.main;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.StringReader;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import org.dske.key.NodeName;
import org.dske.launcher.network.FreePorts;
import org.dske.pki.CertificateKind;
import org.dske.pki.Pki;
import org.dske.pki.PkiDirectory;
import org.dske.pki.ServerNames;
import org.dske.pki.Terms;
import org.dske.store.NodeStore;
import org.dske.store.StoreSettings;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The doctor on set-ups that are broken, each in one way: he names what is wrong, and says what to do. No node runs. */
class DoctorCommandTest extends LauncherRun {
    @TempDir
    @SuppressWarnings("NullAway.Init") // Set by JUnit.
    private Path directory;

    private List<Integer> ports = List.of();
    private String settings = "laboratory: true";
    private String more = "";
    private String ofHank = "";

    @BeforeEach
    void takePorts() {
        ports = FreePorts.take(3);
    }

    private Path state() {
        return directory.resolve("state");
    }

    private Path store() {
        return state().resolve("hank").resolve("store");
    }

    private int doctor(String... options) throws Exception {
        Path topology = Files.writeString(directory.resolve("topology.yaml"), """
                k: 2
                pki: pki
                %s
                settings: {%s}
                hubs: [{name: hank, port: %d %s}, {name: hugo, port: %d}]
                clients: [{name: carol, port: %d, encryptors: [sam]}]
                """.formatted(
                        more, settings, ports.get(0), ofHank, ports.get(1), ports.get(2)));
        String[] all = new String[options.length + 5];
        List.of("--topology", topology.toString(), "--state-directory", state().toString(), "doctor")
                .toArray(all);
        System.arraycopy(options, 0, all, 5, options.length);
        return execute(all);
    }

    private List<JsonObject> findings() {
        return Json.createReader(new StringReader(out.toString()))
                .readObject()
                .getJsonArray("findings")
                .getValuesAs(JsonObject.class);
    }

    /** The check fails with this, and something can be done. */
    private void assertFailure(String check, String... parts) throws Exception {
        assertEquals(1, doctor("--json"), out::toString);
        assertTrue(
                findings().stream()
                        .filter(finding -> finding.getString("check").equals(check)
                                && finding.getString("result").equals("failure")
                                && !finding.getString("advice").isEmpty())
                        .anyMatch(finding -> List.of(parts).stream()
                                .allMatch(part -> finding.getString("text").contains(part))),
                out::toString);
    }

    private void assertSuccess(String check) {
        assertTrue(
                findings().stream()
                        .filter(finding -> finding.getString("check").equals(check))
                        .allMatch(finding -> finding.getString("result").equals("success")),
                out::toString);
    }

    @Test
    void aNetworkThatDoesNotRunYetHasNoFailure() throws Exception {
        assertEquals(0, doctor("--json"), out::toString);
        List.of("java", "ports", "certificates", "store", "psrd", "randomness", "laboratory")
                .forEach(this::assertSuccess);
        assertTrue(out.toString().contains("none of 3 runs"), out::toString);

        assertEquals(0, doctor());
        assertTrue(out.toString().lines().anyMatch(line -> line.startsWith("success  java ")), out::toString);
        assertTrue(out.toString().lines().anyMatch(line -> line.strip().equals("-> ./dske start")), out::toString);
        assertTrue(out.toString().contains(" warning, 0 failure"), out::toString);
    }

    @Test
    void aPortThatAStrangerHas() throws Exception {
        try (ServerSocket socket = new ServerSocket(ports.get(0))) {
            assertFailure(
                    "ports",
                    "port " + socket.getLocalPort() + " of hub hank is in use by process "
                            + ProcessHandle.current().pid());
        }
    }

    @Test
    void aCertificateThatHasExpired() throws Exception {
        more = "tls: true";
        settings = "";
        Pki then = pki(Instant.now().minus(Duration.ofDays(100)));
        then.init(Pki.CA_NAME, Terms.usualOfCa(), false);
        then.issue(
                CertificateKind.KME,
                new NodeName("carol"),
                ServerNames.ofHost(Optional.of("localhost")),
                new Terms(Terms.KeyType.EC, 10),
                false);
        assertFailure("certificates", "carol.crt cannot be used (expired)");
    }

    private Pki pki(Instant now) {
        return new Pki(
                new PkiDirectory(directory.resolve("pki")),
                Optional.empty(),
                Clock.fixed(now, ZoneOffset.UTC),
                new SecureRandom());
    }

    @Test
    void aCertificateForAnotherHost() throws Exception {
        more = "tls: true";
        settings = "";
        Pki now = pki(Instant.now());
        now.init(Pki.CA_NAME, Terms.usualOfCa(), false);
        now.issue(
                CertificateKind.KME,
                new NodeName("carol"),
                new ServerNames(List.of("kme.example"), List.of()),
                Terms.usual(),
                false);
        assertFailure("certificates", "is not for the host localhost");
    }

    private void makeStore() {
        NodeStore.open(
                        new StoreSettings("hub", new NodeName("hank"), Optional.of(store()), Optional.empty()),
                        Clock.systemUTC(),
                        new SecureRandom())
                .close();
    }

    @Test
    void aStoreThatOthersMayRead() throws Exception {
        makeStore();
        assertEquals(0, doctor("--json"), out::toString);
        assertSuccess("store");
        Files.setPosixFilePermissions(store(), PosixFilePermissions.fromString("rwxr-xr-x"));
        assertFailure("store", "hub hank", "is open to others: " + store() + " (rwxr-xr-x)");
    }

    @Test
    void aStoreThatCannotBeWritten() throws Exception {
        Path file = Files.writeString(directory.resolve("file"), "in the way");
        ofHank = ", settings: {store.directory: '" + file.resolve("store") + "'}";
        assertFailure("disk", file.resolve("store") + " cannot be written");
    }

    @Test
    void aStoreWithoutItsKey() throws Exception {
        makeStore();
        Files.delete(store().resolve("store.key"));
        assertFailure("store", "hub hank", "its key, " + store().resolve("store.key") + ", is not there");
    }

    @Test
    void aStoreThatAnotherProcessHas() throws Exception {
        makeStore();
        try (FileChannel channel = FileChannel.open(store().resolve("store.lock"), StandardOpenOption.WRITE);
                FileLock lock = channel.lock()) {
            assertTrue(lock.isValid());
            assertFailure(
                    "store", "is in use by process " + ProcessHandle.current().pid());
        }
    }

    @Test
    void aRandomDeviceThatIsNotThere() throws Exception {
        ofHank = ", settings: {random.device: /dev/none}";
        assertFailure("randomness", "the device of hub hank, /dev/none, cannot be read");
    }

    @Test
    void aLaboratoryThatOthersReach() throws Exception {
        more = "host: 192.0.2.1";
        assertFailure("laboratory", "other machines reach hub hank, hub hugo, client carol");
    }

    @Test
    void aNodeElsewhereThatIsDownIsTheOtherSides() throws Exception {
        Path topology = Files.writeString(directory.resolve("elsewhere.yaml"), """
                k: 2
                settings: {laboratory: true}
                hubs: [{name: hank, url: 'http://127.0.0.1:9/hub/hank'}, {name: hugo, port: %d}]
                """.formatted(ports.get(0)));
        assertEquals(
                2,
                execute(
                        "--topology",
                        topology.toString(),
                        "--state-directory",
                        state().toString(),
                        "doctor",
                        "--json"));
        assertTrue(out.toString().contains("hub hank is stopped"), out::toString);
    }

    @Test
    void aNodeWhoseClockIsWrong() throws Exception {
        String date = DateTimeFormatter.RFC_1123_DATE_TIME.format(
                Instant.now().minus(Duration.ofHours(2)).atOffset(ZoneOffset.UTC));
        try (FakeNode hank = new FakeNode(date, "{\"name\":\"hank\",\"ready\":true}")) {
            Path topology =
                    Files.writeString(directory.resolve("elsewhere.yaml"), """
                    k: 2
                    hubs: [{name: hank, url: '%s/hub/hank'}, {name: hugo, port: %d}]
                    """.formatted(hank.url(), ports.get(0)));
            assertEquals(
                    2,
                    execute(
                            "--topology",
                            topology.toString(),
                            "--state-directory",
                            state().toString(),
                            "--hub",
                            "hank",
                            "doctor",
                            "--json"),
                    out::toString);
        }
        assertTrue(
                findings().stream()
                        .anyMatch(finding -> finding.getString("check").equals("clock")
                                && finding.getString("result").equals("failure")
                                && finding.getString("text")
                                        .matches("that of hub hank is (7199|720\\d) s behind this one")),
                out::toString);
    }

    @Test
    void whatCannotBeLookedAtHindersNothingElse() throws Exception {
        // A token that is a directory.
        Files.createDirectories(state().resolve("hank").resolve("management.token"));
        assertFailure("nodes", "cannot read", "management.token");
        assertSuccess("java");
    }
}
