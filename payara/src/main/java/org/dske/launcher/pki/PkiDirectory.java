package org.dske.launcher.pki;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.dske.launcher.LauncherException;

/**
 * What is where: {@code ca.crt}, {@code ca.key}, {@code truststore.p12}, and {@code kme/NAME.{crt,key,p12}},
 * {@code sae/NAME.{crt,key,p12}}.
 *
 * @param path the directory
 */
public record PkiDirectory(Path path) {
    /**
     * The CA's certificate.
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
     * The CA's certificate once more, for servers in Java.
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
