package org.dske.pki;

import static org.dske.pki.TestPki.CAROL;
import static org.dske.pki.TestPki.LOCALHOST;
import static org.dske.pki.TestPki.NOW;
import static org.dske.pki.TestPki.SAM;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.dske.key.NodeName;
import org.dske.key.SaeId;
import org.dske.launcher.LauncherException;
import org.dske.pki.Terms.KeyType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PkiFilesTest {
    @TempDir
    @SuppressWarnings("NullAway.Init") // Set by JUnit.
    private Path directory;

    @Test
    void privateFilesAreTheirOwnersOnly() throws Exception {
        Pki pki = TestPki.withCa(directory);
        pki.issue(SAM, Terms.usual(), false);
        pki.renew(Optional.empty(), "sam", Optional.empty(), 10);

        Map<String, String> modes = new TreeMap<>();
        for (Path path : files()) {
            modes.put(
                    directory.relativize(path).toString(),
                    PosixFilePermissions.toString(Files.getPosixFilePermissions(path)));
        }
        modes.replaceAll((name, mode) -> name.endsWith(".crt") || name.endsWith("truststore.p12") ? "public" : mode);
        assertEquals(
                new TreeMap<>(Map.of(
                        "pki", "rwx------",
                        "pki/.lock", "rw-------",
                        "pki/ca.crt", "public",
                        "pki/ca.key", "rw-------",
                        "pki/truststore.p12", "public",
                        "pki/sae", "rwx------",
                        "pki/sae/sam.crt", "public",
                        "pki/sae/sam.key", "rw-------",
                        "pki/sae/sam.p12", "rw-------")),
                modes);
    }

    @Test
    void nothingIsOverwrittenWithoutForce() throws Exception {
        Pki pki = TestPki.withCa(directory);
        pki.issue(CertificateKind.KME, CAROL, LOCALHOST, Terms.usual(), false);
        pki.issue(SAM, Terms.usual(), false);
        Map<Path, String> before = contents();

        assertRefused("ca.crt is there already", () -> pki.init("Another", Terms.usualOfCa(), false));
        assertRefused(
                "carol.crt is there already",
                () -> pki.issue(CertificateKind.KME, CAROL, LOCALHOST, Terms.usual(), false));
        assertRefused("sam.crt is there already", () -> pki.issue(SAM, Terms.usual(), false));
        assertEquals(before, contents());

        pki.issue(SAM, Terms.usual(), true);
        assertNotEquals(before, contents());
    }

    @Test
    void aSingleFileThatIsThereKeepsAllFromBeingWritten() throws Exception {
        Pki pki = TestPki.withCa(directory);
        Path key = pki.directory().files(CertificateKind.SAE, "sofia").key();
        Files.createDirectories(key.getParent());
        Files.writeString(key, "precious");
        Map<Path, String> before = contents();

        assertRefused("sofia.key is there already", () -> pki.issue(new SaeId("sofia"), Terms.usual(), false));
        assertEquals(before, contents());
    }

    @Test
    void withoutACaNothingIsWritten() throws Exception {
        Pki pki = TestPki.at(directory);
        assertRefused("make one with ./dske pki init --dir ", () -> pki.issue(SAM, Terms.usual(), false));
        assertRefused("make one with ./dske pki init --dir ", pki::list);
        assertEquals(List.of(), files());
    }

    @Test
    void aCaThatCannotSignIsRefused() throws Exception {
        Pki pki = TestPki.withCa(directory);
        Pki later = TestPki.at(directory, NOW.plus(Duration.ofDays(4_000)));
        assertRefused("is valid from", () -> later.issue(SAM, Terms.usual(), false));

        pki.issue(SAM, Terms.usual(), false);
        Files.copy(
                pki.directory().files(CertificateKind.SAE, "sam").key(),
                Files.createDirectories(directory.resolve("x")).resolve("ca.key"));
        Files.delete(pki.directory().caKey());
        assertRefused("cannot read", () -> pki.issue(SAM, Terms.usual(), true));
        Files.move(directory.resolve("x").resolve("ca.key"), pki.directory().caKey());
        assertRefused("is not the key of", () -> pki.issue(SAM, Terms.usual(), true));
        Files.writeString(pki.directory().caKey(), "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n");
        assertRefused("ca.key", () -> pki.issue(SAM, Terms.usual(), true));
    }

    @Test
    void whatCannotBeWrittenLeavesTheOldFilesAndNoOthers() throws Exception {
        Pki pki = TestPki.withCa(directory);
        pki.issue(SAM, Terms.usual(), false);
        // A directory that is not empty cannot be replaced by a file, whoever runs the test.
        Path obstacle = pki.directory().files(CertificateKind.SAE, "sam").key();
        Files.delete(obstacle);
        Files.createDirectories(obstacle.resolve("full"));
        Map<Path, String> before = contents();

        assertRefused("cannot write", () -> pki.issue(SAM, Terms.usual(), true));

        assertEquals(before, contents());
    }

    @Test
    void aRenewalKeepsNamesAndChangesKeyAndSerial() {
        Pki pki = TestPki.withCa(directory);
        pki.issue(
                CertificateKind.KME,
                CAROL,
                new ServerNames(List.of("kme.example.org"), List.of("10.0.0.1")),
                new Terms(KeyType.RSA, 9),
                false);
        pki.issue(new SaeId("a/b"), Terms.usual(), false);
        X509Certificate carol = certificate(pki, CertificateKind.KME, "carol");
        X509Certificate encryptor = certificate(pki, CertificateKind.SAE, "a/b");

        Pki later = TestPki.at(directory, NOW.plus(Duration.ofDays(100)));
        List<CertificateEntry> renewed = later.renewAll(Optional.empty(), Optional.empty(), 50);

        assertEquals(2, renewed.size());
        assertRenewed(carol, certificate(pki, CertificateKind.KME, "carol"));
        assertRenewed(encryptor, certificate(pki, CertificateKind.SAE, "a/b"));
        assertTrue(later.list().stream().allMatch(entry -> entry.status().isUsable()));
    }

    @Test
    void aRenewalCanBeLimitedToWhatEndsSoonAndChangeTheKeyType() {
        Pki pki = TestPki.withCa(directory);
        pki.issue(CertificateKind.KME, CAROL, LOCALHOST, new Terms(KeyType.EC, 10), false);
        pki.issue(SAM, new Terms(KeyType.EC, 100), false);

        List<CertificateEntry> renewed = pki.renewAll(Optional.of(30), Optional.of(KeyType.RSA), 50);

        assertEquals(
                List.of("carol"), renewed.stream().map(CertificateEntry::name).toList());
        assertEquals(
                "RSA",
                certificate(pki, CertificateKind.KME, "carol").getPublicKey().getAlgorithm());
        assertEquals(
                "EC",
                certificate(pki, CertificateKind.SAE, "sam").getPublicKey().getAlgorithm());
    }

    @Test
    void aRenewalByNameMustMeanExactlyOne() {
        Pki pki = TestPki.withCa(directory);
        pki.issue(CertificateKind.KME, CAROL, LOCALHOST, Terms.usual(), false);
        pki.issue(new SaeId("carol"), Terms.usual(), false);
        X509Certificate kme = certificate(pki, CertificateKind.KME, "carol");

        assertRefused("say kme or sae", () -> renew(pki, Optional.empty(), "carol"));
        assertRefused("there is no certificate of 'celia'", () -> renew(pki, Optional.empty(), "celia"));
        assertEquals(kme, certificate(pki, CertificateKind.KME, "carol"));

        assertEquals(
                "sae", renew(pki, Optional.of(CertificateKind.SAE), "carol").kind());
        assertEquals(kme, certificate(pki, CertificateKind.KME, "carol"));
    }

    @Test
    void aRenewalDoesNotChangeThePasswordInSilence() throws Exception {
        KeyStorePassword own = new KeyStorePassword("my own one");
        Pki pki = TestPki.at(directory, NOW, own);
        pki.init(Pki.CA_NAME, Terms.usualOfCa(), false);
        pki.issue(SAM, Terms.usual(), false);
        Map<Path, String> before = contents();

        assertRefused("does not open with this password", () -> renew(TestPki.at(directory), Optional.empty(), "sam"));

        assertEquals(before, contents());
        renew(pki, Optional.empty(), "sam");
        TestPki.keyStore(pki.directory().files(CertificateKind.SAE, "sam").keyStore(), own);
    }

    @Test
    void theListTellsWhatCanBeUsed() throws Exception {
        Pki pki = TestPki.withCa(directory);
        for (String name : List.of("valid", "mismatch", "incomplete", "unreadable", "foreign")) {
            pki.issue(CertificateKind.KME, new NodeName(name), LOCALHOST, Terms.usual(), false);
        }
        pki.issue(CertificateKind.KME, new NodeName("expiring"), LOCALHOST, new Terms(KeyType.EC, 20), false);
        pki.issue(CertificateKind.KME, new NodeName("expired"), LOCALHOST, new Terms(KeyType.EC, 3), false);
        Pki later = TestPki.at(directory, NOW.plus(Duration.ofDays(4)));
        TestPki.at(directory, NOW.plus(Duration.ofDays(5)))
                .issue(CertificateKind.KME, new NodeName("early"), LOCALHOST, Terms.usual(), false);
        PkiDirectory files = pki.directory();
        Files.writeString(
                files.files(CertificateKind.KME, "mismatch").key(),
                Files.readString(files.files(CertificateKind.KME, "valid").key()));
        Files.delete(files.files(CertificateKind.KME, "incomplete").certificate());
        Files.writeString(files.files(CertificateKind.KME, "unreadable").certificate(), "nonsense");
        Path elsewhere = Files.createDirectories(directory.resolve("elsewhere"));
        Pki other = TestPki.withCa(elsewhere);
        other.issue(CertificateKind.KME, new NodeName("foreign"), LOCALHOST, Terms.usual(), false);
        for (Path file : files.files(CertificateKind.KME, "foreign").all()) {
            Files.write(
                    file,
                    Files.readAllBytes(
                            other.directory().path().resolve(files.path().relativize(file))));
        }

        Map<String, CertificateEntry.Status> statuses =
                later.list().stream().collect(Collectors.toMap(CertificateEntry::name, CertificateEntry::status));

        assertEquals(
                Map.of(
                        Pki.CA_NAME,
                        CertificateEntry.Status.VALID,
                        "valid",
                        CertificateEntry.Status.VALID,
                        "expiring",
                        CertificateEntry.Status.EXPIRING,
                        "expired",
                        CertificateEntry.Status.EXPIRED,
                        "early",
                        CertificateEntry.Status.NOT_YET_VALID,
                        "mismatch",
                        CertificateEntry.Status.KEY_MISMATCH,
                        "incomplete",
                        CertificateEntry.Status.INCOMPLETE,
                        "unreadable",
                        CertificateEntry.Status.UNREADABLE,
                        "foreign",
                        CertificateEntry.Status.FOREIGN_CA),
                statuses);
    }

    @Test
    void theListTellsWhatIsInTheCertificates() {
        Pki pki = TestPki.withCa(directory);
        pki.issue(CertificateKind.KME, CAROL, LOCALHOST, new Terms(KeyType.EC, 40), false);
        pki.issue(SAM, new Terms(KeyType.EC, 40), false);
        Instant later = NOW.plus(Duration.ofHours(1));

        List<CertificateEntry> entries = TestPki.at(directory, later).list();

        assertEquals(
                List.of("ca", "kme", "sae"),
                entries.stream().map(CertificateEntry::kind).toList());
        CertificateEntry.Contents carol = entries.get(1).contents().orElseThrow();
        assertEquals("CN=carol", carol.subject());
        assertEquals(
                List.of("DNS:localhost", "IP:127.0.0.1", "IP:0:0:0:0:0:0:0:1", "URI:kme:carol"), carol.alternatives());
        assertEquals(39, carol.daysLeft());
        assertEquals(NOW.plus(Duration.ofDays(40)), carol.notAfter());
        assertEquals(
                certificate(pki, CertificateKind.KME, "carol").getSerialNumber().toString(16), carol.serial());
        assertEquals(
                List.of("URI:sae:sam"), entries.get(2).contents().orElseThrow().alternatives());
    }

    private static void assertRenewed(X509Certificate old, X509Certificate renewed) {
        assertEquals(old.getSubjectX500Principal(), renewed.getSubjectX500Principal());
        assertArrayEquals(old.getExtensionValue("2.5.29.17"), renewed.getExtensionValue("2.5.29.17"));
        assertEquals(old.getPublicKey().getAlgorithm(), renewed.getPublicKey().getAlgorithm());
        assertNotEquals(old.getPublicKey(), renewed.getPublicKey());
        assertNotEquals(old.getSerialNumber(), renewed.getSerialNumber());
        assertEquals(NOW.plus(Duration.ofDays(150)), renewed.getNotAfter().toInstant());
    }

    private static CertificateEntry renew(Pki pki, Optional<CertificateKind> kind, String name) {
        return pki.renew(kind, name, Optional.empty(), 10);
    }

    private static X509Certificate certificate(Pki pki, CertificateKind kind, String name) {
        return TestPki.certificate(pki.directory().files(kind, name).certificate());
    }

    private static void assertRefused(String message, org.junit.jupiter.api.function.Executable work) {
        LauncherException refused = assertThrows(LauncherException.class, work);
        String line = String.valueOf(refused.getMessage());
        assertTrue(line.contains(message), line);
        assertEquals(1, line.lines().count());
    }

    private List<Path> files() throws Exception {
        try (Stream<Path> paths = Files.walk(directory)) {
            return paths.filter(path -> !path.equals(directory)).toList();
        }
    }

    private Map<Path, String> contents() throws Exception {
        Map<Path, String> contents = new TreeMap<>();
        for (Path path : files()) {
            boolean file = Files.isRegularFile(path);
            contents.put(path, file ? java.util.Arrays.toString(Files.readAllBytes(path)) : "directory");
        }
        return contents;
    }
}
