package org.dske.pki;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.util.List;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.dske.launcher.LauncherException;

/** Certificates, CRLs and private keys as text (RFC 7468). */
final class Pem {
    private Pem() {}

    /** PKCS#8, not encrypted. */
    static byte[] of(PrivateKey key) {
        try {
            return of(List.of(new JcaPKCS8Generator(key, null).generate()));
        } catch (IOException e) {
            throw new IllegalStateException("a key that was just made", e);
        }
    }

    /** Certificates or CRLs, in their order. */
    static byte[] of(List<?> contents) {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
            for (Object content : contents) {
                writer.writeObject(content);
            }
        } catch (IOException e) {
            throw new IllegalStateException("a certificate or CRL that cannot be encoded", e);
        }
        return text.toString().getBytes(StandardCharsets.US_ASCII);
    }

    /** Reads a private key: PKCS#8, or the older forms of EC and RSA keys; what other tools write before the key is skipped. */
    static PrivateKey privateKey(Path file) {
        try {
            Object content = read(file);
            if (content instanceof PEMKeyPair pair) {
                content = pair.getPrivateKeyInfo();
            }
            if (content instanceof PrivateKeyInfo key) {
                return new JcaPEMKeyConverter().getPrivateKey(key);
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
            while (content instanceof ASN1ObjectIdentifier) {
                // "EC PARAMETERS" before the key.
                content = parser.readObject();
            }
            return content == null ? "" : content;
        } catch (CharacterCodingException e) {
            throw new LauncherException(file + " is no PEM");
        } catch (IOException e) {
            throw FileBatch.cannotRead(file, e);
        } catch (RuntimeException e) {
            // Bouncy Castle's parsers throw various ones at malformed content.
            throw new LauncherException("cannot read " + file + ": it is malformed");
        }
    }
}
