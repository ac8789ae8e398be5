package org.dske.pki;

import static org.dske.pki.TestPki.CAROL;
import static org.dske.pki.TestPki.NOW;
import static org.dske.pki.TestPki.SAM;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemWriter;
import org.dske.key.NodeName;
import org.dske.key.SaeId;
import org.dske.launcher.LauncherException;
import org.dske.launcher.server.TlsPreparation;
import org.dske.launcher.topology.NodeType;
import org.dske.launcher.topology.Topology;
import org.dske.launcher.topology.TopologyNode;
import org.dske.tls.CertifiedNames;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsPreparationTest {
    private static final String HOST = "kme.example.org";

    private final Topology topology = topology(HOST, TestPki.clients());
    private final List<String> said = new ArrayList<>();

    @TempDir
    @SuppressWarnings("NullAway.Init") // Set by JUnit.
    private Path directory;

    @SuppressWarnings("NullAway.Init") // Set before each test.
    private Pki pki;

    @BeforeEach
    void set() {
        pki = TestPki.at(directory);
    }

    @Test
    void clientsGetWhatTheyLackAndKeepWhatTheyHave() throws Exception {
        prepare(pki);

        assertEquals(
                List.of("made in " + pki.directory().path()
                        + ": 1 CA, 2 client certificates, 3 encryptor certificates"),
                said);
        assertEquals(
                List.of("ca DSKE CA", "kme carol", "kme connie", "sae a/b", "sae sam", "sae sofia"),
                pki.list().stream()
                        .map(entry -> entry.kind() + " " + entry.name())
                        .toList());
        assertFalse(Files.exists(directory.resolve("pki").resolve("kme").resolve("hank.crt")));

        said.clear();
        Map<Path, String> before = contents();
        prepare(pki);
        assertEquals(List.of(), said);
        assertEquals(before, contents());

        for (Path file : pki.directory().files(CertificateKind.SAE, "a/b").all()) {
            Files.delete(file);
        }
        prepare(pki);
        assertEquals(List.of("made in " + pki.directory().path() + ": 1 encryptor certificate"), said);
        Map<Path, String> after = contents();
        after.keySet().removeIf(file -> file.toString().contains("a%2Fb"));
        before.keySet().removeIf(file -> file.toString().contains("a%2Fb"));
        assertEquals(before, after);
    }

    @Test
    void withoutClientsNothingIsMade() {
        new TlsPreparation(pki, said::add).prepare(topology, List.of());

        assertFalse(Files.exists(pki.directory().path()));
    }

    @Test
    void aClientsCertificateThatCannotBeUsedIsTold() throws Exception {
        prepare(pki);
        pki.init(Pki.CA_NAME, Terms.usualOfCa(), true);

        assertRefused("carol.crt cannot be used (foreign CA): see ./dske pki list and ./dske pki renew");

        pki.renewAll(Optional.empty(), Optional.empty(), 10);
        prepare(pki);
    }

    @Test
    void aClientsCertificateThatHasExpiredIsTold() {
        prepare(pki);
        pki = TestPki.at(directory, NOW.plus(Duration.ofDays(Terms.DAYS + 1)));

        assertRefused("carol.crt cannot be used (expired)");
    }

    @Test
    void aClientsCertificateThatEndsSoonIsTold() {
        prepare(pki);
        said.clear();

        prepare(TestPki.at(directory, NOW.plus(Duration.ofDays(Terms.DAYS - 3))));

        assertEquals(2, said.size(), said::toString);
        assertTrue(said.get(0).contains("carol.crt ends within 30 days"), said::toString);
    }

    @Test
    void aCertificateForAnotherHostIsTold() {
        prepare(pki);
        said.clear();

        prepare(topology("localhost", TestPki.clients()));
        prepare(topology("127.0.0.1", TestPki.clients()));
        prepare(topology("::1", TestPki.clients()));
        LauncherException exception =
                assertThrows(LauncherException.class, () -> prepare(topology("192.0.2.7", TestPki.clients())));

        assertEquals(
                "the certificate "
                        + pki.directory().files(CertificateKind.KME, "carol").certificate()
                        + " is not for the host 192.0.2.7 of the topology, but for DNS:localhost, DNS:kme.example.org,"
                        + " IP:127.0.0.1, IP:0:0:0:0:0:0:0:1, URI:kme:carol: make it anew with ./dske pki issue kme carol --force",
                exception.getMessage());
        assertEquals(List.of(), said);
    }

    @Test
    void aStarInACertificateStandsForOneLabel() {
        prepare(pki);
        pki.issue(
                CertificateKind.KME, CAROL, new ServerNames(List.of("*.Example.org"), List.of()), Terms.usual(), true);
        Map<NodeName, List<SaeId>> carol = Map.of(CAROL, List.of());

        prepare(topology("kme.example.org", carol));

        for (String host : List.of("example.org", "a.kme.example.org", "kme.example.com", "192.0.2.7")) {
            assertThrows(LauncherException.class, () -> prepare(topology(host, carol)), host);
        }
    }

    @Test
    void whatIsWrongWithAnEncryptorsCertificateIsForTheEncryptor() throws Exception {
        prepare(pki);
        Files.delete(pki.directory().files(CertificateKind.SAE, "sam").key());
        Files.delete(pki.directory().files(CertificateKind.SAE, "sam").keyStore());
        Map<Path, String> before = contents();

        prepare(pki);

        assertEquals(before, contents());
    }

    @Test
    void theCasKeyMayBeElsewhere() throws Exception {
        prepare(pki);
        Files.delete(pki.directory().caKey());
        for (Path file : pki.directory().files(CertificateKind.SAE, "sam").all()) {
            Files.delete(file);
        }

        prepare(pki);

        for (Path file : pki.directory().files(CertificateKind.KME, "connie").all()) {
            Files.delete(file);
        }
        assertRefused("there is no certificate", "connie.crt");
    }

    @Test
    void anOldFormOfAKeyThatServersDoNotReadIsTold() throws Exception {
        prepare(pki);
        Path key = pki.directory().files(CertificateKind.KME, "carol").key();
        PrivateKeyInfo info = PrivateKeyInfo.getInstance(Pem.privateKey(key).getEncoded());
        ECPrivateKey inner = ECPrivateKey.getInstance(info.parsePrivateKey());
        ECPrivateKey old = new ECPrivateKey(
                256, inner.getKey(), info.getPrivateKeyAlgorithm().getParameters());
        StringWriter text = new StringWriter();
        try (PemWriter writer = new PemWriter(text)) {
            writer.writeObject(new PemObject("EC PRIVATE KEY", old.getEncoded()));
        }
        Files.writeString(key, text.toString());

        assertRefused("carol.key has no PRIVATE KEY in PEM (PKCS#8, not encrypted)", "openssl pkcs8 -topk8");
    }

    @Test
    void aRevokedCertificateIsTold() {
        prepare(pki);
        pki.revoke(Optional.empty(), "carol");

        assertRefused("carol.crt cannot be used (revoked)");
    }

    @Test
    void aHubWithTlsGetsACertificateAndSoDoItsClients() throws Exception {
        TopologyNode hank = node(NodeType.HUB, "hank", List.of(), true);
        TopologyNode carol = node(NodeType.CLIENT, "carol", List.of(SAM), false);
        Topology network = new Topology(2, "localhost", List.of(hank, carol), Optional.empty());

        new TlsPreparation(pki, said::add).prepare(network, List.of(hank, carol));

        assertEquals(
                List.of("made in " + pki.directory().path() + ": 1 CA, 1 hub certificate, 1 client certificate"), said);
        X509Certificate certificate = CertificateFiles.certificates(
                        pki.directory().files(CertificateKind.HUB, "hank").certificate())
                .get(0);
        assertTrue(CertifiedNames.of(certificate).uris().contains("hub:hank"));
        assertThrows(
                LauncherException.class,
                () -> pki.requireUsable(CertificateKind.HUB, new NodeName("hank"), "elsewhere.example"));
    }

    private void prepare(Pki with) {
        new TlsPreparation(with, said::add).prepare(topology, topology.nodes());
    }

    private void prepare(Topology other) {
        new TlsPreparation(pki, said::add).prepare(other, other.nodes());
    }

    private static Topology topology(String host, Map<NodeName, List<SaeId>> clients) {
        return new Topology(
                2,
                host,
                clients.entrySet().stream()
                        .map(client -> node(NodeType.CLIENT, client.getKey().name(), client.getValue(), true))
                        .toList(),
                Optional.empty());
    }

    private static TopologyNode node(NodeType type, String name, List<SaeId> encryptors, boolean tls) {
        return new TopologyNode(
                type,
                new NodeName(name),
                URI.create("http://localhost:8100/" + type.word() + "/" + name),
                OptionalInt.of(8100),
                encryptors,
                Map.of(),
                tls);
    }

    private void assertRefused(String... parts) {
        LauncherException exception = assertThrows(LauncherException.class, () -> prepare(pki));
        for (String part : parts) {
            assertTrue(String.valueOf(exception.getMessage()).contains(part), exception.getMessage());
        }
    }

    private Map<Path, String> contents() throws Exception {
        Map<Path, String> contents = new TreeMap<>();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                contents.put(file, java.util.HexFormat.of().formatHex(Files.readAllBytes(file)));
            }
        }
        return contents;
    }
}
