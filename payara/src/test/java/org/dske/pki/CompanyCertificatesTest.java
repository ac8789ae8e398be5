package org.dske.pki;

import static org.dske.pki.TestPki.CAROL;
import static org.dske.pki.TestPki.LOCALHOST;
import static org.dske.pki.TestPki.NOW;
import static org.dske.pki.TestPki.SAM;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x500.X500Name;
import org.dske.key.SaeId;
import org.dske.launcher.LauncherException;
import org.dske.pki.Terms.KeyType;
import org.dske.testing.Certificates;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Certificates as companies have them: intermediate CAs, a change of CA, and revocation. */
class CompanyCertificatesTest {
    private static final SecureRandom RANDOM = new SecureRandom();

    @TempDir
    @SuppressWarnings("NullAway.Init") // Set by JUnit.
    private Path directory;

    @SuppressWarnings("NullAway.Init") // Set before each test.
    private Pki pki;

    private final KeyPair rootKeys = Certificates.keys("EC");
    private final KeyPair intermediateKeys = Certificates.keys("EC");

    @SuppressWarnings("NullAway.Init") // Set before each test.
    private X509Certificate root;

    @SuppressWarnings("NullAway.Init") // Set before each test.
    private X509Certificate intermediate;

    @BeforeEach
    void make() throws Exception {
        root = ca("Company Root", rootKeys, 3_000);
        intermediate = ca("Company Issuing CA", intermediateKeys, 2_000);
        pki = TestPki.at(directory);
        Files.createDirectories(pki.directory().path());
        Files.write(pki.directory().caKey(), Pem.of(intermediateKeys.getPrivate()));
    }

    @Test
    void whatAnIntermediateCaIssuesGoesWithItsCertificateAndIsTakenWhereTheRootAloneIsTrusted() throws Exception {
        trust(intermediate, root);
        pki.issue(CertificateKind.KME, CAROL, LOCALHOST, Terms.usual(), false);
        pki.issue(SAM, Terms.usual(), false);

        assertStatuses("VALID VALID VALID VALID");
        CertificateFiles sam = pki.directory().files(CertificateKind.SAE, "sam");
        assertEquals(3, TestPki.keyStore(sam.keyStore(), TestPki.PASSWORD).getCertificateChain("sam").length);
        assertEquals(2, sam.keyManager().getCertificateChain("").length, "the certificate and the intermediate CA's");
        trust(root);
        Files.delete(pki.directory().caKey());
        assertStatuses("VALID VALID VALID");
    }

    @Test
    void theIntermediateCaMayBeTrustedByItself() throws Exception {
        trust(intermediate);
        pki.issue(SAM, Terms.usual(), false);
        Files.write(
                pki.directory().files(CertificateKind.SAE, "sam").certificate(),
                Pem.of(List.of(TestPki.certificate(
                        pki.directory().files(CertificateKind.SAE, "sam").certificate()))));

        assertStatuses("VALID VALID");
        trust(root);
        Files.delete(pki.directory().caKey());
        assertStatuses("VALID FOREIGN_CA");
    }

    @Test
    void aChainEndsWithItsFirstCertificate() throws Exception {
        intermediate = ca("Company Issuing CA", intermediateKeys, 20);
        trust(intermediate, root);
        pki.issue(SAM, Terms.usual(), false);

        assertStatuses("EXPIRING VALID EXPIRING");
        CertificateEntry sam =
                TestPki.at(directory, NOW.plus(Duration.ofDays(1))).list().get(2);
        assertEquals(19, sam.contents().orElseThrow().daysLeft());
    }

    @Test
    void whileOneCaTakesOverFromAnotherTheCertificatesOfBothAreTakenAlsoIfBothHaveOneName() throws Exception {
        Pki old = TestPki.withCa(Files.createDirectories(directory.resolve("old")));
        old.issue(SAM, Terms.usual(), false);
        Files.delete(pki.directory().caKey());
        pki.init(Pki.CA_NAME, Terms.usualOfCa(), false);
        pki.issue(new SaeId("sofia"), Terms.usual(), false);
        for (Path file : old.directory().files(CertificateKind.SAE, "sam").all()) {
            Files.copy(file, pki.directory().path().resolve("sae").resolve(file.getFileName()));
        }
        assertStatuses("VALID FOREIGN_CA VALID");

        trust(
                TestPki.certificate(old.directory().caCertificate()),
                TestPki.certificate(pki.directory().caCertificate()));
        assertStatuses("VALID VALID VALID VALID");
        assertTrue(
                pki.issue(CertificateKind.KME, CAROL, LOCALHOST, Terms.usual(), false)
                        .status()
                        .isUsable(),
                "the CA with the key signs");

        // The new CA's CRL says nothing of the old one's certificates.
        pki.revoke(Optional.empty(), "sofia");
        assertStatuses("VALID VALID VALID VALID REVOKED");
        LauncherException refused = assertThrows(LauncherException.class, () -> pki.revoke(Optional.empty(), "sam"));
        assertTrue(String.valueOf(refused.getMessage()).contains("is of another CA"), refused.getMessage());

        old.revoke(Optional.empty(), "sam");
        append(old.directory().crl(), pki.directory().crl());
        assertStatuses("VALID VALID VALID REVOKED REVOKED");
        pki.revoke(Optional.empty(), "carol");
        assertStatuses("VALID VALID REVOKED REVOKED REVOKED");
    }

    @Test
    void aRevokedCertificateStaysRevokedAndARenewedOneIsNot() throws Exception {
        trust(intermediate, root);
        pki.issue(SAM, Terms.usual(), false);
        pki.issue(CertificateKind.KME, CAROL, LOCALHOST, Terms.usual(), false);

        assertEquals(
                CertificateEntry.Status.REVOKED,
                pki.revoke(Optional.empty(), "sam").status());
        assertEquals(
                CertificateEntry.Status.VALID,
                pki.renew(Optional.empty(), "sam", Optional.empty(), 100).status());
        X509Certificate second = TestPki.certificate(
                pki.directory().files(CertificateKind.SAE, "sam").certificate());
        pki.renew(Optional.empty(), "sam", Optional.empty(), 100);
        pki.revoke(second.getSerialNumber());
        assertStatuses("VALID VALID VALID VALID");
        assertEquals(
                2,
                org.dske.tls.PemFiles.crls(pki.directory().crl())
                        .get(0)
                        .getRevokedCertificates()
                        .size());
    }

    @Test
    void anIntermediateCaCanBeRevokedByItsRoot() throws Exception {
        trust(intermediate, root);
        pki.issue(SAM, Terms.usual(), false);
        trust(root);
        Identity rootCa = new Identity(List.of(root), rootKeys.getPrivate());
        Files.write(
                pki.directory().crl(),
                Pem.of(List.of(
                        new CertificateMaker(RANDOM, NOW).revoke(rootCa, List.of(), intermediate.getSerialNumber()))));
        Files.delete(pki.directory().caKey());

        assertStatuses("VALID REVOKED");
    }

    @Test
    void aCrlWhoseTimeIsOverTellsNothingAnyMoreAndNothingIsTaken() throws Exception {
        trust(intermediate, root);
        pki.issue(SAM, new Terms(KeyType.EC, 800), false);
        X509Certificate brief = ca("Company Issuing CA", intermediateKeys, 10);
        Files.write(
                pki.directory().crl(),
                Pem.of(List.of(new CertificateMaker(RANDOM, NOW)
                        .revoke(
                                new Identity(List.of(brief), intermediateKeys.getPrivate()),
                                List.of(),
                                BigInteger.TWO))));
        assertStatuses("VALID VALID VALID");

        pki = TestPki.at(directory, NOW.plus(Duration.ofDays(11)));

        assertStatuses("VALID VALID FOREIGN_CA");
    }

    @Test
    void aCrlThatItsCaHasNotSignedIsTold() throws Exception {
        trust(intermediate, root);
        Identity impostor =
                new Identity(List.of(intermediate), Certificates.keys("EC").getPrivate());
        Files.write(
                pki.directory().crl(),
                Pem.of(List.of(new CertificateMaker(RANDOM, NOW).revoke(impostor, List.of(), BigInteger.TWO))));

        LauncherException refused = assertThrows(LauncherException.class, pki::list);
        assertTrue(String.valueOf(refused.getMessage()).contains("has not signed"), refused.getMessage());
    }

    private void assertStatuses(String expected) {
        assertEquals(
                expected,
                String.join(
                        " ",
                        pki.list().stream().map(entry -> entry.status().name()).toList()));
    }

    private void trust(X509Certificate... authorities) throws Exception {
        Files.write(pki.directory().caCertificate(), Pem.of(List.of(authorities)));
    }

    private static void append(Path from, Path to) throws Exception {
        Files.write(
                to,
                Stream.concat(Files.readAllLines(to).stream(), Files.readAllLines(from).stream())
                        .toList());
    }

    private X509Certificate ca(String name, KeyPair keys, int days) {
        return new Certificates()
                .issuer(new X500Name("O=test,CN=Company Root"), rootKeys.getPrivate())
                .commonName(name)
                .publicKey(keys.getPublic())
                .valid(NOW.minus(Duration.ofHours(1)), NOW.plus(Duration.ofDays(days)))
                .authority()
                .make();
    }
}
