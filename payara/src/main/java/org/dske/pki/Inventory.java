package org.dske.pki;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.CertPathValidatorException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.dske.launcher.LauncherException;
import org.dske.pki.CertificateEntry.Status;
import org.dske.tls.TrustedAuthorities;

/** Looks at certificates and judges them, at one time and by the CAs and CRLs of a directory, as servers do. */
final class Inventory {
    private static final int HEXADECIMAL = 16;

    private final PkiDirectory directory;
    private final Instant now;
    private final List<X509Certificate> trusted;
    private final TrustedAuthorities authorities;

    Inventory(PkiDirectory directory, Instant now) {
        this.directory = directory;
        this.now = now;
        this.trusted = directory.trusted();
        this.authorities = directory.authorities(() -> now);
    }

    /** The CAs, in the order of their file. */
    List<CertificateEntry> authorities() {
        // Whoever issues nothing here may keep the key elsewhere.
        Optional<Status> wrongKey =
                FileBatch.exists(directory.caKey()) ? wrongKey(trusted, directory.caKey()) : Optional.empty();
        return trusted.stream()
                .map(authority -> {
                    CertificateNames names = CertificateNames.of(authority);
                    return new CertificateEntry(
                            "ca",
                            names.id(CertificateKind.KME).orElseGet(names::subjectAsText),
                            directory.caCertificate(),
                            wrongKey.orElseGet(() -> status(List.of(authority), Optional::empty)),
                            Optional.of(contents(List.of(authority), names)));
                })
                .toList();
    }

    CertificateEntry look(CertificateKind kind, CertificateFiles files) {
        if (!FileBatch.exists(files.certificate())) {
            return unknown(kind, files, Status.INCOMPLETE);
        }
        List<X509Certificate> chain;
        CertificateNames names;
        try {
            chain = CertificateFiles.certificates(files.certificate());
            names = CertificateNames.of(chain.get(0));
        } catch (LauncherException e) {
            return unknown(kind, files, Status.UNREADABLE);
        }
        return new CertificateEntry(
                kind.word(),
                names.id(kind).orElseGet(files::stem),
                files.certificate(),
                FileBatch.exists(files.key()) ? status(chain, () -> wrong(chain, files.key())) : Status.INCOMPLETE,
                Optional.of(contents(chain, names)));
    }

    /** Looks at a certificate that is to be used now. */
    CertificateEntry requireUsable(CertificateKind kind, CertificateFiles files) {
        CertificateEntry entry = look(kind, files);
        if (files.noneExists()) {
            throw new LauncherException("there is no certificate " + files.certificate() + ": see ./dske pki issue");
        }
        if (!entry.status().isUsable()) {
            throw new LauncherException("the certificate " + entry.file() + " cannot be used ("
                    + entry.status().words() + "): see ./dske pki list and ./dske pki renew");
        }
        return entry;
    }

    private static CertificateEntry unknown(CertificateKind kind, CertificateFiles files, Status status) {
        return new CertificateEntry(kind.word(), files.stem(), files.certificate(), status, Optional.empty());
    }

    private CertificateEntry.Contents contents(List<X509Certificate> chain, CertificateNames names) {
        return new CertificateEntry.Contents(
                names.subjectAsText(),
                names.alternativesAsText(),
                chain.get(0).getSerialNumber().toString(HEXADECIMAL),
                end(chain),
                Duration.between(now, end(chain)));
    }

    /** A chain holds for as long as each of its certificates. */
    private static Instant end(List<X509Certificate> chain) {
        return chain.stream()
                .map(X509Certificate::getNotAfter)
                .min(Date::compareTo)
                .orElseThrow()
                .toInstant();
    }

    private Status status(List<X509Certificate> chain, Supplier<Optional<Status>> otherwiseWrong) {
        Instant end = end(chain);
        if (now.isAfter(end)) {
            return Status.EXPIRED;
        }
        if (now.isBefore(chain.get(0).getNotBefore().toInstant())) {
            return Status.NOT_YET_VALID;
        }
        Duration margin = Duration.ofDays(CertificateEntry.EXPIRING_DAYS);
        return otherwiseWrong.get().orElse(now.plus(margin).isBefore(end) ? Status.VALID : Status.EXPIRING);
    }

    private Optional<Status> wrong(List<X509Certificate> chain, Path key) {
        try {
            authorities.check(chain);
            return wrongKey(chain.subList(0, 1), key);
        } catch (CertPathValidatorException e) {
            return Optional.of(
                    e.getReason() == CertPathValidatorException.BasicReason.REVOKED
                            ? Status.REVOKED
                            : Status.FOREIGN_CA);
        } catch (IOException | GeneralSecurityException e) {
            return Optional.of(Status.FOREIGN_CA);
        }
    }

    private static Optional<Status> wrongKey(List<X509Certificate> certificates, Path file) {
        try {
            PrivateKey key = Pem.privateKey(file);
            return Identity.find(key, certificates).isPresent() ? Optional.empty() : Optional.of(Status.KEY_MISMATCH);
        } catch (LauncherException e) {
            return Optional.of(Status.UNREADABLE);
        }
    }
}
