package org.dske.launcher.pki;

import java.math.BigInteger;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.dske.launcher.LauncherException;

/** Looks at certificates and judges them, at one time and by one CA. */
final class Inventory {
    private static final int HEXADECIMAL = 16;

    private final Instant now;
    private final X509Certificate authority;

    Inventory(Instant now, X509Certificate authority) {
        this.now = now;
        this.authority = authority;
    }

    CertificateEntry authority(PkiDirectory directory) {
        CertificateNames names = CertificateNames.of(authority);
        // Whoever issues nothing here may keep the key elsewhere.
        CertificateStatus status =
                FileBatch.exists(directory.caKey()) ? status(authority, directory.caKey()) : status(authority);
        return new CertificateEntry(
                "ca",
                names.id(CertificateKind.KME).orElseGet(names::subjectAsText),
                directory.caCertificate(),
                status,
                Optional.of(contents(authority, names)));
    }

    CertificateEntry look(CertificateKind kind, CertificateFiles files) {
        if (!FileBatch.exists(files.certificate())) {
            return unknown(kind, files, CertificateStatus.INCOMPLETE);
        }
        X509Certificate certificate;
        CertificateNames names;
        try {
            certificate = Pem.certificate(files.certificate());
            names = CertificateNames.of(certificate);
        } catch (LauncherException e) {
            return unknown(kind, files, CertificateStatus.UNREADABLE);
        }
        boolean complete = files.all().stream().allMatch(FileBatch::exists);
        return new CertificateEntry(
                kind.word(),
                names.id(kind).orElseGet(files::stem),
                files.certificate(),
                complete ? signedStatus(certificate, files.key()) : CertificateStatus.INCOMPLETE,
                Optional.of(contents(certificate, names)));
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

    private CertificateEntry.Contents contents(X509Certificate certificate, CertificateNames names) {
        Instant end = certificate.getNotAfter().toInstant();
        BigInteger serial = certificate.getSerialNumber();
        return new CertificateEntry.Contents(
                names.subjectAsText(),
                names.alternativesAsText(),
                serial.toString(HEXADECIMAL),
                end,
                Duration.between(now, end));
    }

    private CertificateStatus signedStatus(X509Certificate certificate, Path key) {
        return isSignedBy(certificate, authority) ? status(certificate, key) : CertificateStatus.FOREIGN_CA;
    }

    private CertificateStatus status(X509Certificate certificate, Path key) {
        try {
            if (!KeyType.isPair(certificate.getPublicKey(), Pem.privateKey(key))) {
                return CertificateStatus.KEY_MISMATCH;
            }
        } catch (LauncherException e) {
            return CertificateStatus.UNREADABLE;
        }
        return status(certificate);
    }

    private CertificateStatus status(X509Certificate certificate) {
        Instant end = certificate.getNotAfter().toInstant();
        if (now.isAfter(end)) {
            return CertificateStatus.EXPIRED;
        }
        if (now.isBefore(certificate.getNotBefore().toInstant())) {
            return CertificateStatus.NOT_YET_VALID;
        }
        Duration margin = Duration.ofDays(CertificateEntry.EXPIRING_DAYS);
        return now.plus(margin).isBefore(end) ? CertificateStatus.VALID : CertificateStatus.EXPIRING;
    }

    private static boolean isSignedBy(X509Certificate certificate, X509Certificate authority) {
        if (!certificate.getIssuerX500Principal().equals(authority.getSubjectX500Principal())) {
            return false;
        }
        PublicKey key = authority.getPublicKey();
        try {
            certificate.verify(key);
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }
}
