package org.dske.tls;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CRL;
import java.security.cert.CRLException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.dske.secret.SecretBytes;

/** Files with certificates, CRLs or a private key in PEM. */
public final class PemFiles {
    // As RFC 7468 has it, but for the order of the lines around it: other tools write text before and after.
    private static final Pattern PRIVATE_KEY =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");

    private PemFiles() {}

    /** All certificates of a file, at least one, in their order. */
    public static List<X509Certificate> certificates(Path file) throws IOException, CertificateException {
        try (InputStream content = Files.newInputStream(file)) {
            List<X509Certificate> certificates = factory().generateCertificates(content).stream()
                    .map(X509Certificate.class::cast)
                    .toList();
            if (certificates.isEmpty()) {
                throw new CertificateException(file + " has no certificate");
            }
            return certificates;
        }
    }

    /** All CRLs of a file; none if the file is not there. */
    public static List<X509CRL> crls(Path file) throws IOException, GeneralSecurityException {
        if (!Files.exists(file)) {
            return List.of();
        }
        try (InputStream content = Files.newInputStream(file)) {
            List<X509CRL> crls = factory().generateCRLs(content).stream()
                    .map((CRL crl) -> (X509CRL) crl)
                    .toList();
            if (crls.isEmpty()) {
                throw new CRLException(file + " has no CRL");
            }
            return crls;
        }
    }

    /** The private key of a file, PKCS#8 and not encrypted. */
    static PrivateKey privateKey(Path file, String algorithm) throws IOException, GeneralSecurityException {
        try (SecretBytes content = SecretBytes.owning(Files.readAllBytes(file));
                SecretBytes encoded = encoded(content.expose())) {
            return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(encoded.expose()));
        } catch (IllegalArgumentException e) {
            throw new InvalidKeyException(
                    file + " has no PRIVATE KEY in PEM (PKCS#8, not encrypted): openssl pkcs8 -topk8 -nocrypt"
                            + " makes one of other forms");
        } catch (InvalidKeySpecException e) {
            // Without the cause: it might quote the key.
            throw new InvalidKeyException(file + " has a private key that cannot be read, or is none for " + algorithm);
        }
    }

    /** The key, without a String of it. */
    private static SecretBytes encoded(byte[] content) {
        CharBuffer text = StandardCharsets.ISO_8859_1.decode(ByteBuffer.wrap(content));
        try {
            Matcher matcher = PRIVATE_KEY.matcher(text);
            if (!matcher.find()) {
                throw new IllegalArgumentException("no key");
            }
            // A character is a byte.
            try (SecretBytes base64 =
                    SecretBytes.owning(Arrays.copyOfRange(content, matcher.start(1), matcher.end(1)))) {
                return SecretBytes.owning(Base64.getMimeDecoder().decode(base64.expose()));
            }
        } finally {
            Arrays.fill(text.array(), '\0');
        }
    }

    static CertificateFactory factory() throws CertificateException {
        return CertificateFactory.getInstance("X.509");
    }
}
