package org.dske.integration;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.GeneralName;
import org.dske.testing.Certificates;

/**
 * Signs certificates that the launcher would not make: with other names, for other times, or of another CA.
 *
 * @param name the CA's name
 * @param key its private key
 */
record CertificateAuthority(X500Name name, PrivateKey key) {
    /**
     * A certificate and its key.
     *
     * @param certificate the certificate
     * @param key its private key
     */
    record Identity(X509Certificate certificate, PrivateKey key) {}

    /** The CA of a network. */
    static CertificateAuthority of(LaunchedNetwork network) {
        X509Certificate certificate = network.caCertificate();
        return new CertificateAuthority(
                X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded()),
                privateKey(network.pki().caKey(), "EC"));
    }

    /** Another CA, of the same name. */
    CertificateAuthority impostor() {
        return new CertificateAuthority(name, Certificates.keys("EC").getPrivate());
    }

    /** A certificate that is valid now. */
    Identity issue(String keyAlgorithm, String commonName, GeneralName... alternatives) {
        Instant now = Instant.now();
        return issue(
                keyAlgorithm, now.minus(Duration.ofHours(1)), now.plus(Duration.ofHours(1)), commonName, alternatives);
    }

    Identity issue(String keyAlgorithm, Instant from, Instant to, String commonName, GeneralName... alternatives) {
        KeyPair pair = Certificates.keys(keyAlgorithm);
        Certificates certificate = new Certificates()
                .issuer(name, key)
                .publicKey(pair.getPublic())
                .valid(from, to)
                .commonName(commonName);
        Stream.of(alternatives).forEach(certificate::other);
        return new Identity(certificate.make(), pair.getPrivate());
    }

    /** What the launcher made. */
    static Identity read(Path certificate, Path key) {
        X509Certificate read = certificate(certificate);
        return new Identity(read, privateKey(key, read.getPublicKey().getAlgorithm()));
    }

    static X509Certificate certificate(Path file) {
        try (var content = Files.newInputStream(file)) {
            return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(content);
        } catch (IOException | GeneralSecurityException e) {
            throw new AssertionError(file + " cannot be read", e);
        }
    }

    private static PrivateKey privateKey(Path file, String algorithm) {
        try {
            String base64 = Files.readString(file).replaceAll("-----[A-Z ]+-----", "");
            PKCS8EncodedKeySpec encoded =
                    new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(base64));
            return KeyFactory.getInstance(algorithm).generatePrivate(encoded);
        } catch (IOException | GeneralSecurityException e) {
            throw new AssertionError(file + " cannot be read", e);
        }
    }
}
