package org.dske.pki;

import static org.dske.pki.TestPki.CAROL;
import static org.dske.pki.TestPki.LOCALHOST;
import static org.dske.pki.TestPki.NOW;
import static org.dske.pki.TestPki.SAM;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.dske.key.SaeId;
import org.dske.key.SaeUri;
import org.dske.launcher.LauncherException;
import org.dske.pki.Terms.KeyType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class IssuedCertificatesTest {
    private static final String SERVER_AUTH = "1.3.6.1.5.5.7.3.1";
    private static final String CLIENT_AUTH = "1.3.6.1.5.5.7.3.2";
    private static final String SUBJECT_KEY_IDENTIFIER = "2.5.29.14";
    private static final String AUTHORITY_KEY_IDENTIFIER = "2.5.29.35";

    @TempDir
    @SuppressWarnings("NullAway.Init") // Set by JUnit.
    private Path directory;

    @ParameterizedTest
    @EnumSource
    void theChainValidates(KeyType keyType) throws Exception {
        Pki pki = TestPki.at(directory);
        pki.init("Our own CA", new Terms(keyType, 100), false);
        pki.issue(CertificateKind.KME, CAROL, LOCALHOST, new Terms(keyType, 10), false);
        pki.issue(SAM, new Terms(keyType, 10), false);

        validate(pki, CertificateKind.KME, "carol", NOW);
        validate(pki, CertificateKind.SAE, "sam", NOW.plus(Duration.ofDays(9)));
        assertThrows(
                CertPathValidatorException.class,
                () -> validate(pki, CertificateKind.SAE, "sam", NOW.plus(Duration.ofDays(11))));
        assertEquals("CN=Our own CA", authority(pki).getSubjectX500Principal().getName());
    }

    @Test
    void aChainOfAnotherCaDoesNotValidate() throws Exception {
        Pki pki = TestPki.withCa(directory);
        pki.issue(SAM, Terms.usual(), false);

        pki.init(Pki.CA_NAME, Terms.usualOfCa(), true);

        assertThrows(CertPathValidatorException.class, () -> validate(pki, CertificateKind.SAE, "sam", NOW));
    }

    @Test
    void theCaSignsCertificatesAndNoFurtherCa() {
        X509Certificate authority = authority(TestPki.withCa(directory));

        assertEquals(0, authority.getBasicConstraints());
        assertEquals(Set.of(5, 6), usages(authority), "keyCertSign and cRLSign");
        assertTrue(authority.getCriticalExtensionOIDs().containsAll(Set.of("2.5.29.19", "2.5.29.15")));
        assertNotNull(authority.getExtensionValue(SUBJECT_KEY_IDENTIFIER));
        assertEquals(
                NOW.plus(Duration.ofDays(Terms.CA_DAYS)),
                authority.getNotAfter().toInstant());
    }

    @Test
    void aKmeIsServerAndClientWithItsNames() throws Exception {
        Pki pki = TestPki.withCa(directory);
        ServerNames names =
                new ServerNames(List.of("kme.example.org", "*.example.org"), List.of("10.0.0.1", "2001:db8::1"));
        pki.issue(CertificateKind.KME, CAROL, names, Terms.usual(), false);
        X509Certificate certificate = certificate(pki, CertificateKind.KME, "carol");

        assertEquals("CN=carol", certificate.getSubjectX500Principal().getName());
        assertEquals(List.of(SERVER_AUTH, CLIENT_AUTH), certificate.getExtendedKeyUsage());
        assertEquals(Set.of(0), usages(certificate), "digitalSignature");
        assertEquals(-1, certificate.getBasicConstraints());
        Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
        assertEquals(
                List.of(
                        List.of(2, "kme.example.org"),
                        List.of(2, "*.example.org"),
                        List.of(7, "10.0.0.1"),
                        List.of(7, "2001:db8:0:0:0:0:0:1"),
                        List.of(6, "kme:carol")),
                List.copyOf(alternatives));
    }

    @Test
    void anSaeIsAClientWithItsUri() throws Exception {
        Pki pki = TestPki.withCa(directory);
        pki.issue(SAM, Terms.usual(), false);
        X509Certificate certificate = certificate(pki, CertificateKind.SAE, "sam");

        assertEquals("CN=sam", certificate.getSubjectX500Principal().getName());
        assertEquals(List.of(CLIENT_AUTH), certificate.getExtendedKeyUsage());
        assertEquals(List.of(List.of(6, "sae:sam")), List.copyOf(certificate.getSubjectAlternativeNames()));
        assertEquals("SHA256withECDSA", certificate.getSigAlgName());
        assertTrue(certificate.getPublicKey() instanceof ECPublicKey);
    }

    @Test
    void theAuthorityKeyIdentifierIsTheCasSubjectKeyIdentifier() {
        Pki pki = TestPki.withCa(directory);
        pki.issue(SAM, Terms.usual(), false);
        byte[] ofCa = authority(pki).getExtensionValue(SUBJECT_KEY_IDENTIFIER);
        byte[] ofSam = certificate(pki, CertificateKind.SAE, "sam").getExtensionValue(AUTHORITY_KEY_IDENTIFIER);

        // The identifier has 20 bytes, at the end of either.
        assertArrayEquals(
                java.util.Arrays.copyOfRange(ofCa, ofCa.length - 20, ofCa.length),
                java.util.Arrays.copyOfRange(ofSam, ofSam.length - 20, ofSam.length));
    }

    @Test
    void rsaIsMadeOnRequest() {
        Pki pki = TestPki.withCa(directory);
        pki.issue(SAM, new Terms(KeyType.RSA, 10), false);
        X509Certificate certificate = certificate(pki, CertificateKind.SAE, "sam");

        RSAPublicKey key = (RSAPublicKey) certificate.getPublicKey();
        assertEquals(3_072, key.getModulus().bitLength());
        assertEquals(Set.of(0, 2), usages(certificate), "digitalSignature and keyEncipherment");
    }

    @Test
    void validityStartsInThePastAndEndsNotAfterTheCas() {
        Pki pki = TestPki.at(directory);
        pki.init(Pki.CA_NAME, new Terms(KeyType.EC, 20), false);
        pki.issue(SAM, new Terms(KeyType.EC, 500), false);
        X509Certificate certificate = certificate(pki, CertificateKind.SAE, "sam");

        assertTrue(certificate.getNotBefore().toInstant().isBefore(NOW));
        assertEquals(authority(pki).getNotAfter(), certificate.getNotAfter());
    }

    @Test
    void serialNumbersAreRandomAndOf128Bits() {
        Pki pki = TestPki.withCa(directory);
        Set<Object> serials = new HashSet<>();
        int longest = 0;
        for (int i = 0; i < 20; i++) {
            pki.issue(SAM, Terms.usual(), true);
            X509Certificate certificate = certificate(pki, CertificateKind.SAE, "sam");
            assertEquals(1, certificate.getSerialNumber().signum());
            longest = Math.max(longest, certificate.getSerialNumber().bitLength());
            serials.add(certificate.getSerialNumber());
        }
        assertEquals(20, serials.size());
        // That all of 20 are 16 bits short happens once in 2^320.
        assertTrue(longest > 112 && longest <= 128, "longest: " + longest);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sam",
                "a b",
                "../../etc/passwd",
                "//host/x",
                "#sharp",
                "a=b,c+d",
                "Ünïcødé 🔑",
                "...",
                "100%",
                "*"
            })
    void anSaeIdOfAnyKindIsFoundInTheCertificateAndBesideNoOther(String name) throws Exception {
        Pki pki = TestPki.withCa(directory);
        CertificateEntry entry = pki.issue(new SaeId(name), Terms.usual(), false);

        assertEquals(name, entry.name());
        Path parent = entry.file().normalize().getParent();
        assertEquals(pki.directory().path().resolve("sae"), parent);
        X509Certificate certificate = TestPki.certificate(entry.file());
        List<?> uri = certificate.getSubjectAlternativeNames().iterator().next();
        assertEquals(Optional.of(name), SaeUri.saeId(String.valueOf(uri.get(1))));
        assertEquals(Optional.of(name), CertificateNames.of(certificate).id(CertificateKind.KME), "the common name");
        validate(pki, CertificateKind.SAE, name, NOW);
    }

    @Test
    void longSaeIdsHaveFilesOfTheirOwnAndNoCommonName() throws Exception {
        Pki pki = TestPki.withCa(directory);
        String first = "é".repeat(254) + "1";
        String second = "é".repeat(254) + "2";
        CertificateEntry entry = pki.issue(new SaeId(first), Terms.usual(), false);
        pki.issue(new SaeId(second), Terms.usual(), false);

        assertEquals(first, entry.name());
        X509Certificate certificate = certificate(pki, CertificateKind.SAE, second);
        assertEquals(Optional.empty(), CertificateNames.of(certificate).id(CertificateKind.KME));
        validate(pki, CertificateKind.SAE, second, NOW);
    }

    @Test
    void thePkcs12FilesOpenWithTheirPasswordOnly() throws Exception {
        KeyStorePassword password = new KeyStorePassword("a better one");
        Pki pki = TestPki.at(directory, NOW, password);
        pki.init(Pki.CA_NAME, Terms.usualOfCa(), false);
        pki.issue(SAM, Terms.usual(), false);
        CertificateFiles files = pki.directory().files(CertificateKind.SAE, "sam");

        KeyStore store = TestPki.keyStore(files.keyStore(), password);
        assertEquals(2, store.getCertificateChain("sam").length);
        assertEquals(Pem.privateKey(files.key()), store.getKey("sam", password.characters()));
        KeyStore trusting = TestPki.keyStore(pki.directory().trustStore(), password);
        assertEquals(authority(pki), trusting.getCertificate("ca"));
        assertNull(trusting.getKey("ca", password.characters()));
        assertThrows(java.io.IOException.class, () -> TestPki.keyStore(files.keyStore(), TestPki.PASSWORD));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "short", "ünïcode", "line\nbreak"})
    void aPasswordThatProgramsReadDifferentlyIsRefusedWithoutBeingPrinted(String text) {
        LauncherException refused = assertThrows(LauncherException.class, () -> new KeyStorePassword(text));
        assertTrue(text.isEmpty() || !String.valueOf(refused.getMessage()).contains(text));
        assertEquals("KeyStorePassword", TestPki.PASSWORD.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "-a", "a..b", "1.2.3.4", "ünï", "a*b", "*"})
    void whatIsNoDnsNameIsRefused(String name) {
        assertThrows(LauncherException.class, () -> new ServerNames(List.of(name), List.of()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "localhost", "1.2.3", "1.2.3.256", "::g", "1.2.3.4/8"})
    void whatIsNoIpAddressIsRefused(String address) {
        assertThrows(LauncherException.class, () -> new ServerNames(List.of(), List.of(address)));
    }

    @Test
    void aHostIsADnsNameOrAnAddress() {
        assertEquals(
                List.of("localhost", "kme.example.org"),
                ServerNames.ofHost(Optional.of("KME.example.org")).dns());
        assertEquals(
                List.of("127.0.0.1", "::1", "10.1.2.3"),
                ServerNames.ofHost(Optional.of("10.1.2.3")).ips());
        assertEquals(
                List.of("localhost"),
                ServerNames.ofHost(Optional.of("localhost")).dns());
    }

    @Test
    void distinctNamesHaveDistinctFiles() {
        List<String> names = List.of("a", "A", "a.b", "a%2Eb", ".", "..", "%2E", "a/b", "a~b", "a b", "a+b");
        assertEquals(
                names.size(),
                names.stream().map(PkiDirectory::fileName).distinct().count());
        assertNotEquals(PkiDirectory.fileName("x".repeat(255)), PkiDirectory.fileName("x".repeat(254)));
        assertTrue(PkiDirectory.fileName("🔑".repeat(127)).length() < 200);
    }

    private static void validate(Pki pki, CertificateKind kind, String name, Instant time) throws Exception {
        PKIXParameters parameters = new PKIXParameters(Set.of(new TrustAnchor(authority(pki), null)));
        parameters.setRevocationEnabled(false);
        parameters.setDate(Date.from(time));
        CertPathValidator.getInstance("PKIX")
                .validate(
                        CertificateFactory.getInstance("X.509").generateCertPath(List.of(certificate(pki, kind, name))),
                        parameters);
    }

    private static X509Certificate authority(Pki pki) {
        return TestPki.certificate(pki.directory().caCertificate());
    }

    private static X509Certificate certificate(Pki pki, CertificateKind kind, String name) {
        return TestPki.certificate(pki.directory().files(kind, name).certificate());
    }

    /** The bits that are set. */
    private static Set<Integer> usages(X509Certificate certificate) {
        boolean[] bits = certificate.getKeyUsage();
        Set<Integer> set = new HashSet<>();
        for (int bit = 0; bit < bits.length; bit++) {
            if (bits[bit]) {
                set.add(bit);
            }
        }
        return set;
    }
}
