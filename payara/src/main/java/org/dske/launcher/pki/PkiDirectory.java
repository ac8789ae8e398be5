package org.dske.launcher.pki;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.dske.launcher.LauncherException;
import org.dske.tls.TrustedAuthorities;

/**
 * What is where: {@code ca.crt}, {@code ca.key}, {@code crl.pem}, {@code truststore.p12}, {@code password}, and {@code kme/NAME.{crt,key,p12}},
 * {@code sae/NAME.{crt,key,p12}}.
 *
 * @param path the directory
 */
public record PkiDirectory(Path path) {
    /**
     * The certificates of the CAs that are trusted: the one that signs here, while it takes over from another that one too, and
     * those above an intermediate CA.
     *
     * @return PEM
     */
    public Path caCertificate() {
        return path.resolve("ca.crt");
    }

    /**
     * The CA's private key.
     *
     * @return PKCS#8 in PEM
     */
    public Path caKey() {
        return path.resolve("ca.key");
    }

    /**
     * What the CAs have revoked.
     *
     * @return CRLs in PEM; it need not exist
     */
    public Path crl() {
        return path.resolve("crl.pem");
    }

    /** What opens the PKCS#12 files, unless somebody gives another. */
    Path password() {
        return path.resolve("password");
    }

    /** What is wrong where no CA has been made, and what to do, in a way that works whichever directory it is. */
    LauncherException noAuthority() {
        return new LauncherException(
                "there is no CA certificate " + caCertificate() + ": make one with ./dske pki init --dir " + path);
    }

    /** Whom servers and encryptors trust. */
    TrustedAuthorities authorities(InstantSource clock) {
        try {
            return new TrustedAuthorities(caCertificate(), Optional.of(crl()), clock);
        } catch (NoSuchFileException e) {
            throw noAuthority();
        } catch (IOException e) {
            throw new LauncherException("cannot read " + caCertificate() + " or " + crl() + ": " + FileBatch.reason(e));
        } catch (GeneralSecurityException e) {
            throw new LauncherException(caCertificate() + " or " + crl() + " cannot be used: "
                    + String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
        }
    }

    /**
     * The CAs' certificates when it was made, for servers that take keystores.
     *
     * @return PKCS#12, with the alias {@code ca}
     */
    public Path trustStore() {
        return path.resolve("truststore.p12");
    }

    /**
     * The files of a certificate.
     *
     * @param kind what it is for
     * @param name the KME's or SAE's ID
     * @return the files, which may not exist
     */
    public CertificateFiles files(CertificateKind kind, String name) {
        return CertificateFiles.of(path.resolve(kind.word()), FileNames.stem(name));
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
                    .filter(stem -> !stem.isEmpty())
                    .distinct()
                    .sorted()
                    .map(stem -> CertificateFiles.of(directory, stem))
                    .toList();
        } catch (IOException e) {
            throw new LauncherException("cannot read " + directory + ": " + FileBatch.reason(e));
        }
    }
}
