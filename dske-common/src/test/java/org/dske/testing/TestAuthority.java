package org.dske.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.cert.CertificateEncodingException;
import java.time.Instant;
import java.util.Base64;
import org.bouncycastle.asn1.x500.X500Name;

/** A CA, whose certificate a node may be configured with. */
public final class TestAuthority {
    private static final X500Name NAME = new X500Name("O=test,CN=CA of nodes");

    /** Whatever a test's clock says. */
    private static final Instant FROM = Instant.parse("1970-01-01T00:00:00Z");

    private static final Instant TO = Instant.parse("2100-01-01T00:00:00Z");

    private final KeyPair keys = Certificates.keys("EC");
    private final Path file;

    /**
     * Makes a CA.
     *
     * @param directory where its certificate is written
     */
    public TestAuthority(Path directory) {
        file = directory.resolve("nodes-ca.crt");
        try {
            byte[] der = new Certificates()
                    .commonName("CA of nodes")
                    .issuer(NAME, keys.getPrivate())
                    .publicKey(keys.getPublic())
                    .authority()
                    .valid(FROM, TO)
                    .make()
                    .getEncoded();
            Files.writeString(
                    file,
                    "-----BEGIN CERTIFICATE-----\n"
                            + Base64.getMimeEncoder().encodeToString(der)
                            + "\n-----END CERTIFICATE-----\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Its certificate, PEM.
     *
     * @return the file
     */
    public Path file() {
        return file;
    }

    /**
     * A certificate that it signs when it is made.
     *
     * @return without any name
     */
    public Certificates issue() {
        return new Certificates().issuer(NAME, keys.getPrivate()).valid(FROM, TO);
    }
}
