package org.dske.launcher.pki;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemWriter;
import org.dske.launcher.LauncherException;

/** Certificates and private keys as text (RFC 7468). */
final class Pem {
    private static final JcaPEMKeyConverter KEYS = new JcaPEMKeyConverter();

    private Pem() {}

    static byte[] of(X509Certificate certificate) {
        try {
            return encode("CERTIFICATE", certificate.getEncoded());
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("a certificate that cannot be encoded", e);
        }
    }

    /** PKCS#8, not encrypted. */
    static byte[] of(PrivateKey key) {
        return encode("PRIVATE KEY", key.getEncoded());
    }

    /** Reads the first certificate of a file. */
    static X509Certificate certificate(Path file) {
        if (read(file) instanceof X509CertificateHolder certificate) {
            try {
                return new JcaX509CertificateConverter().getCertificate(certificate);
            } catch (CertificateException e) {
                throw new LauncherException(file + " has a certificate that cannot be read");
            }
        }
        throw new LauncherException(file + " is no certificate in PEM");
    }

    /** Reads a private key: PKCS#8, or the older forms of EC and RSA keys; what other tools write before the key is skipped. */
    static PrivateKey privateKey(Path file) {
        Object content = read(file);
        try {
            if (content instanceof PrivateKeyInfo key) {
                return KEYS.getPrivateKey(key);
            }
            if (content instanceof PEMKeyPair pair) {
                return KEYS.getPrivateKey(pair.getPrivateKeyInfo());
            }
        } catch (IOException e) {
            // Without the cause: it might quote the key.
            throw new LauncherException(file + " has a private key that cannot be read");
        }
        throw new LauncherException(file + " is no private key in PEM that is not encrypted");
    }

    private static Object read(Path file) {
        try (PEMParser parser = new PEMParser(new StringReader(Files.readString(file)))) {
            Object content = parser.readObject();
            while (content instanceof org.bouncycastle.asn1.ASN1ObjectIdentifier) {
                // "EC PARAMETERS" before the key.
                content = parser.readObject();
            }
            return content == null ? "" : content;
        } catch (CharacterCodingException e) {
            throw new LauncherException(file + " is no PEM");
        } catch (IOException e) {
            throw new LauncherException("cannot read " + file + ": " + FileBatch.reason(e));
        } catch (RuntimeException e) {
            // Bouncy Castle's parsers throw various ones at malformed content.
            throw new LauncherException("cannot read " + file + ": it is malformed");
        }
    }

    private static byte[] encode(String type, byte[] content) {
        StringWriter text = new StringWriter();
        try (PemWriter writer = new PemWriter(text)) {
            writer.writeObject(new PemObject(type, content));
        } catch (IOException e) {
            throw new IllegalStateException("writing to memory", e);
        }
        return text.toString().getBytes(StandardCharsets.US_ASCII);
    }
}
