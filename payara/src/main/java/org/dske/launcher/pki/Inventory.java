package org.dske.launcher.pki;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.CertPathValidatorException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.dske.launcher.LauncherException;
import org.dske.tls.KeyPairs;
import org.dske.tls.PemFiles;
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
        this.trusted = Authority.trusted(directory);
        this.authorities = directory.authorities(() -> now);
    }

    /** The CAs, in the order of their file. */
    List<CertificateEntry> authorities() {
        // Whoever issues nothing here may keep the key elsewhere.
        Optional<CertificateStatus> wrongKey = FileBatch.exists(directory.caKey()) ? wrongKey() : Optional.empty();
        List<CertificateEntry> entries = new ArrayList<>();
        for (X509Certificate authority : trusted) {
            CertificateNames names = CertificateNames.of(authority);
            entries.add(new CertificateEntry(
                    "ca",
                    names.id(CertificateKind.KME).orElseGet(names::subjectAsText),
                    directory.caCertificate(),
                    wrongKey.orElseGet(() -> status(List.of(authority), () -> Optional.empty())),
                    Optional.of(contents(List.of(authority), names))));
        }
        return entries;
    }

    private Optional<CertificateStatus> wrongKey() {
        try {
            PrivateKey key = Pem.privateKey(directory.caKey());
            return Authority.of(key, trusted).isPresent()
                    ? Optional.empty()
                    : Optional.of(CertificateStatus.KEY_MISMATCH);
        } catch (LauncherException e) {
            return Optional.of(CertificateStatus.UNREADABLE);
        }
    }

    CertificateEntry look(CertificateKind kind, CertificateFiles files) {
        if (!FileBatch.exists(files.certificate())) {
            return unknown(kind, files, CertificateStatus.INCOMPLETE);
        }
        List<X509Certificate> chain;
        CertificateNames names;
        try {
            chain = PemFiles.certificates(files.certificate());
            names = CertificateNames.of(chain.get(0));
        } catch (IOException | GeneralSecurityException | LauncherException e) {
            return unknown(kind, files, CertificateStatus.UNREADABLE);
        }
        return new CertificateEntry(
                kind.word(),
                names.id(kind).orElseGet(files::stem),
                files.certificate(),
                FileBatch.exists(files.key())
                        ? status(chain, () -> wrong(chain, files.key()))
                        : CertificateStatus.INCOMPLETE,
                Optional.of(contents(chain, names)));
    }

    /** Looks at a certificate that is to be used now. */
    CertificateEntry requireUsable(CertificateKind kind, CertificateFiles files) {
        CertificateEntry entry = look(kind, files);
        if (files.all().stream().noneMatch(FileBatch::exists)) {
            throw new LauncherException("there is no certificate " + files.certificate() + ": see ./dske pki issue");
        }
        if (!entry.status().isUsable()) {
            throw new LauncherException("the certificate " + entry.file() + " cannot be used ("
                    + entry.status().words() + "): see ./dske pki list and ./dske pki renew");
        }
        return entry;
    }

    private static CertificateEntry unknown(CertificateKind kind, CertificateFiles files, CertificateStatus status) {
        return new CertificateEntry(kind.word(), files.stem(), files.certificate(), status, Optional.empty());
    }

    private CertificateEntry.Contents contents(List<X509Certificate> chain, CertificateNames names) {
        Instant end = end(chain);
        return new CertificateEntry.Contents(
                names.subjectAsText(),
                names.alternativesAsText(),
                chain.get(0).getSerialNumber().toString(HEXADECIMAL),
                end,
                Duration.between(now, end));
    }

    /** A chain holds for as long as each of its certificates. */
    private static Instant end(List<X509Certificate> chain) {
        return chain.stream()
                .map(X509Certificate::getNotAfter)
                .min(Date::compareTo)
                .orElseThrow()
                .toInstant();
    }

    private CertificateStatus status(
            List<X509Certificate> chain, Supplier<Optional<CertificateStatus>> otherwiseWrong) {
        Instant end = end(chain);
        if (now.isAfter(end)) {
            return CertificateStatus.EXPIRED;
        }
        if (now.isBefore(chain.get(0).getNotBefore().toInstant())) {
            return CertificateStatus.NOT_YET_VALID;
        }
        Duration margin = Duration.ofDays(CertificateEntry.EXPIRING_DAYS);
        return otherwiseWrong
                .get()
                .orElse(now.plus(margin).isBefore(end) ? CertificateStatus.VALID : CertificateStatus.EXPIRING);
    }

    private Optional<CertificateStatus> wrong(List<X509Certificate> chain, Path key) {
        try {
            authorities.check(chain);
            return KeyPairs.match(chain.get(0).getPublicKey(), Pem.privateKey(key))
                    ? Optional.empty()
                    : Optional.of(CertificateStatus.KEY_MISMATCH);
        } catch (CertPathValidatorException e) {
            return Optional.of(
                    e.getReason() == CertPathValidatorException.BasicReason.REVOKED
                            ? CertificateStatus.REVOKED
                            : CertificateStatus.FOREIGN_CA);
        } catch (IOException | GeneralSecurityException e) {
            return Optional.of(CertificateStatus.FOREIGN_CA);
        } catch (LauncherException e) {
            return Optional.of(CertificateStatus.UNREADABLE);
        }
    }
}
