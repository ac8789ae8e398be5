package org.dske.pki;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.dske.key.PercentEncoding;
import org.dske.launcher.LauncherException;
import org.dske.tls.TrustedAuthorities;

/**
 * What is where: {@code ca.crt}, {@code ca.key}, {@code crl.pem}, {@code truststore.p12}, {@code password}, and {@code kme/NAME.{crt,key,p12}},
 * likewise in {@code sae}, {@code hub} and {@code admin}.
 *
 * @param path the directory
 */
public record PkiDirectory(Path path) {
    private static final String KEPT = "._-";
    private static final int LONGEST_NAME = 180;
    private static final int CUT_NAME = 100;

    /**
     * The certificates of the CAs that are trusted, PEM: the one that signs here, while it takes over from another that one too, and
     * those above an intermediate CA.
     */
    public Path caCertificate() {
        return path.resolve("ca.crt");
    }

    /** The CA's private key, PKCS#8 in PEM. */
    public Path caKey() {
        return path.resolve("ca.key");
    }

    /** What the CAs have revoked: CRLs in PEM, in a file that need not exist. */
    public Path crl() {
        return path.resolve("crl.pem");
    }

    /** What opens the PKCS#12 files, unless somebody gives another. */
    public Path password() {
        return path.resolve("password");
    }

    /** The CAs' certificates when it was made, for servers that take keystores: PKCS#12, with the alias {@code ca}. */
    public Path trustStore() {
        return path.resolve("truststore.p12");
    }

    /** The certificates of all CAs that are trusted, which other programs may have made. */
    List<X509Certificate> trusted() {
        if (!FileBatch.exists(caCertificate())) {
            throw noAuthority();
        }
        return CertificateFiles.certificates(caCertificate());
    }

    /** Whom servers and encryptors trust. */
    TrustedAuthorities authorities(InstantSource clock) {
        try {
            return new TrustedAuthorities(caCertificate(), Optional.of(crl()), clock);
        } catch (NoSuchFileException e) {
            throw noAuthority();
        } catch (IOException e) {
            throw new LauncherException(
                    "cannot read " + caCertificate() + " or " + crl() + ": " + LauncherException.reason(e));
        } catch (GeneralSecurityException e) {
            throw new LauncherException(caCertificate() + " or " + crl() + " cannot be used: "
                    + String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
        }
    }

    /** Says what to do in a way that works whichever directory it is. */
    private LauncherException noAuthority() {
        return new LauncherException(
                "there is no CA certificate " + caCertificate() + ": make one with ./dske pki init --dir " + path);
    }

    /** The files of a certificate, which may not exist. */
    public CertificateFiles files(CertificateKind kind, String name) {
        return CertificateFiles.of(path.resolve(kind.word()), fileName(name));
    }

    /** All certificates of a kind of which at least one file is there, by file name. */
    List<CertificateFiles> all(CertificateKind kind) {
        Path directory = path.resolve(kind.word());
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .filter(name -> !name.startsWith("."))
                    .flatMap(name -> CertificateFiles.EXTENSIONS.stream()
                            .filter(name::endsWith)
                            .map(extension -> name.substring(0, name.length() - extension.length())))
                    .distinct()
                    .sorted()
                    .map(stem -> CertificateFiles.of(directory, stem))
                    .toList();
        } catch (IOException e) {
            throw FileBatch.cannotRead(directory, e);
        }
    }

    /**
     * A file name, without extension, for an arbitrary name, two different ones never the same: percent-encoded but for {@code A-Z a-z
     * 0-9 . _ -}, and the first dot too, so that no file is hidden. A name that gets too long for a file system is cut, and goes on with
     * a {@code ~} and its SHA-256 hash.
     */
    static String fileName(String name) {
        String encoded = PercentEncoding.encode(name, KEPT).replaceFirst("^\\.", "%2E");
        return encoded.length() <= LONGEST_NAME ? encoded : encoded.substring(0, CUT_NAME) + "~" + hash(name);
    }

    private static String hash(String name) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
