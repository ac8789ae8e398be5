package org.dske.launcher.pki;

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
import org.bouncycastle.openssl.jcajce.JcaMiscPEMGenerator;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemObjectGenerator;
import org.bouncycastle.util.io.pem.PemWriter;
import org.dske.launcher.LauncherException;

/** Certificates, CRLs and private keys as text (RFC 7468). */
final class Pem {
    private Pem() {}

    /** Certificates or CRLs, in their order. */
    static byte[] of(List<?> contents) {
        return encode(contents.stream().map(Pem::generator).toList());
    }

    /** PKCS#8, not encrypted. */
    static byte[] of(PrivateKey key) {
        return encode(List.of(new PemObject("PRIVATE KEY", key.getEncoded())));
    }

    private static PemObjectGenerator generator(Object content) {
        try {
            return new JcaMiscPEMGenerator(content);
        } catch (IOException e) {
            throw new IllegalStateException("a certificate or CRL that cannot be encoded", e);
        }
    }

    private static byte[] encode(List<? extends PemObjectGenerator> objects) {
        StringWriter text = new StringWriter();
        try (PemWriter writer = new PemWriter(text)) {
            for (PemObjectGenerator object : objects) {
                writer.writeObject(object);
            }
        } catch (IOException e) {
            throw new IllegalStateException("writing to memory", e);
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
            throw new LauncherException("cannot read " + file + ": " + FileBatch.reason(e));
        } catch (RuntimeException e) {
            // Bouncy Castle's parsers throw various ones at malformed content.
            throw new LauncherException("cannot read " + file + ": it is malformed");
        }
    }
}
