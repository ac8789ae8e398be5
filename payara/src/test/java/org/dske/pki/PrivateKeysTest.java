package org.dske.pki;

import static org.dske.pki.TestPki.CAROL;
import static org.dske.pki.TestPki.LOCALHOST;
import static org.dske.pki.TestPki.NOW;
import static org.dske.pki.TestPki.SAM;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Optional;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKey;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.pkcs.AuthenticatedSafe;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.pkcs.PKCS12PfxPdu;
import org.bouncycastle.pkcs.PKCS12SafeBag;
import org.bouncycastle.pkcs.PKCS12SafeBagFactory;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is in the key files, byte for byte, as other libraries than Java's read them. */
class PrivateKeysTest {
    @TempDir
    @SuppressWarnings("NullAway.Init") // Set by JUnit.
    private Path directory;

    @Test
    void ecKeysCarryTheirPublicKeyInBothFilesOfClientsAndEncryptors() throws Exception {
        Pki pki = TestPki.withCa(directory);
        pki.issue(CertificateKind.KME, CAROL, LOCALHOST, Terms.usual(), false);
        pki.issue(SAM, Terms.usual(), false);

        assertCarriesPublicKey(
                pem(pki.directory().caKey()),
                TestPki.certificate(pki.directory().caCertificate()));
        assertCarriesPublicKey(pki, CertificateKind.KME, "carol");
        assertCarriesPublicKey(pki, CertificateKind.SAE, "sam");
    }

    @Test
    void aRenewalOfAKeyWithoutPublicKeyHasOne() throws Exception {
        Pki pki = TestPki.withCa(directory);
        pki.issue(SAM, Terms.usual(), false);
        CertificateFiles files = pki.directory().files(CertificateKind.SAE, "sam");
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        Files.write(files.key(), Pem.of(generator.generateKeyPair().getPrivate()));

        pki.renew(Optional.empty(), "sam", Optional.empty(), 10);

        assertCarriesPublicKey(pki, CertificateKind.SAE, "sam");
    }

    @Test
    void withoutAPasswordOneIsMadeAtRandomAndKeptForTheOwnerAlone() throws Exception {
        Pki pki = withoutPassword("pki");
        pki.init(Pki.CA_NAME, Terms.usualOfCa(), false);
        pki.issue(SAM, Terms.usual(), false);
        Path file = pki.directory().path().resolve("password");

        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        KeyStorePassword password = KeyStorePassword.read(file);
        TestPki.keyStore(pki.directory().files(CertificateKind.SAE, "sam").keyStore(), password);
        TestPki.keyStore(pki.directory().trustStore(), password);
        withoutPassword("pki").issue(CertificateKind.KME, CAROL, LOCALHOST, Terms.usual(), false);
        TestPki.keyStore(pki.directory().files(CertificateKind.KME, "carol").keyStore(), password);
        Pki other = withoutPassword("other");
        other.init(Pki.CA_NAME, Terms.usualOfCa(), false);
        assertNotEquals(
                Files.readString(file),
                Files.readString(other.directory().path().resolve("password")));
        assertTrue(Files.readString(file).length() > 22, "128 bits in 64 characters");
    }

    @Test
    void aRenewalOfWhatTheReleaseBeforeMadeGetsARandomPassword() throws Exception {
        Pki before = TestPki.at(directory, NOW, new KeyStorePassword("changeit"));
        before.init(Pki.CA_NAME, Terms.usualOfCa(), false);
        before.issue(SAM, Terms.usual(), false);

        withoutPassword("pki").renew(Optional.empty(), "sam", Optional.empty(), 10);

        TestPki.keyStore(
                before.directory().files(CertificateKind.SAE, "sam").keyStore(),
                KeyStorePassword.read(before.directory().path().resolve("password")));
    }

    private Pki withoutPassword(String name) {
        return new Pki(
                new PkiDirectory(directory.resolve(name)),
                Optional.empty(),
                Clock.fixed(NOW, ZoneOffset.UTC),
                new SecureRandom());
    }

    private static void assertCarriesPublicKey(Pki pki, CertificateKind kind, String name) throws Exception {
        CertificateFiles files = pki.directory().files(kind, name);
        X509Certificate certificate = TestPki.certificate(files.certificate());
        PrivateKeyInfo key = pem(files.key());
        assertCarriesPublicKey(key, certificate);
        assertArrayEquals(key.getEncoded(), inKeyStore(files.keyStore()).getEncoded(), "the same key in both files");
        KeyStore store = TestPki.keyStore(files.keyStore(), TestPki.PASSWORD);
        PrivateKey read = (PrivateKey) store.getKey(name, TestPki.PASSWORD.characters());
        assertNotNull(read);
        assertTrue(org.dske.tls.KeyPairs.match(certificate.getPublicKey(), read));
    }

    private static void assertCarriesPublicKey(PrivateKeyInfo info, X509Certificate certificate) throws Exception {
        ECPrivateKey key = ECPrivateKey.getInstance(info.parsePrivateKey());
        assertNotNull(key.getPublicKey(), "RFC 5915, section 3: publicKey");
        assertArrayEquals(
                SubjectPublicKeyInfo.getInstance(certificate.getPublicKey().getEncoded())
                        .getPublicKeyData()
                        .getBytes(),
                key.getPublicKey().getBytes());
    }

    private static PrivateKeyInfo pem(Path file) throws Exception {
        try (PEMParser parser = new PEMParser(new StringReader(Files.readString(file)))) {
            return (PrivateKeyInfo) parser.readObject();
        }
    }

    /** Not by Java's keystore, which leaves out of a key what it does not know. */
    private static PrivateKeyInfo inKeyStore(Path file) throws Exception {
        PKCS12PfxPdu pfx = new PKCS12PfxPdu(Files.readAllBytes(file));
        AuthenticatedSafe safe = AuthenticatedSafe.getInstance(
                ASN1OctetString.getInstance(pfx.toASN1Structure().getAuthSafe().getContent())
                        .getOctets());
        PKCS12SafeBag bag = new PKCS12SafeBagFactory(safe.getContentInfo()[0]).getSafeBags()[0];
        EncryptedPrivateKeyInfo encrypted =
                new EncryptedPrivateKeyInfo(((PKCS8EncryptedPrivateKeyInfo) bag.getBagValue()).getEncoded());
        SecretKey key = SecretKeyFactory.getInstance(
                        encrypted.getAlgParameters().toString())
                .generateSecret(new PBEKeySpec(TestPki.PASSWORD.characters()));
        return PrivateKeyInfo.getInstance(encrypted.getKeySpec(key).getEncoded());
    }
}
