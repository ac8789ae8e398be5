package org.dske.pki;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.cert.X509CRL;
import java.security.cert.X509CRLEntry;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Set;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CRLNumber;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CRLConverter;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v2CRLBuilder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.dske.pki.Terms.KeyType;

/**
 * Makes key pairs, certificates and CRLs in the profile of RFC 5280: random serial numbers of 128 bits, signatures with SHA-256.
 */
final class CertificateMaker {
    private static final int SERIAL_BITS = 128;
    /** The clocks of others may be behind. */
    private static final Duration LEEWAY = Duration.ofMinutes(10);

    private final SecureRandom random;
    private final Instant now;

    CertificateMaker(SecureRandom random, Instant now) {
        this.random = random;
        this.now = now;
    }

    private interface Work<T> {
        T done() throws IOException, GeneralSecurityException, OperatorCreationException;
    }

    Identity authority(X500Name name, Terms terms) {
        return always(() -> {
            KeyPair pair = terms.keyType().generate(random);
            X509v3CertificateBuilder builder = builder(name, name, pair, end(terms))
                    .addExtension(Extension.basicConstraints, true, new BasicConstraints(0))
                    .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
            Identity self = new Identity(List.of(), pair.getPrivate());
            return self.signed(sign(builder, self), pair.getPrivate());
        });
    }

    Identity issue(Identity authority, CertificateKind kind, CertificateNames names, Terms terms) {
        return always(() -> {
            KeyPair pair = terms.keyType().generate(random);
            Instant caEnd = authority.certificate().getNotAfter().toInstant();
            Instant end = end(terms).isAfter(caEnd) ? caEnd : end(terms);
            X500Name issuer = new JcaX509CertificateHolder(authority.certificate()).getSubject();
            X509v3CertificateBuilder builder = builder(issuer, names.subject(), pair, end)
                    .addExtension(Extension.authorityKeyIdentifier, false, keyIdentifier(authority))
                    .addExtension(Extension.basicConstraints, true, new BasicConstraints(false))
                    .addExtension(Extension.keyUsage, true, keyUsage(terms.keyType()))
                    .addExtension(Extension.extendedKeyUsage, false, extendedKeyUsage(kind));
            if (names.alternatives().getNames().length > 0) {
                builder.addExtension(Extension.subjectAlternativeName, false, names.alternatives());
            }
            return authority.signed(sign(builder, authority), pair.getPrivate());
        });
    }

    /** A CRL with all that former ones had, and one more; it holds until the CA ends, since it is written anew at each revocation. */
    X509CRL revoke(Identity authority, Collection<X509CRL> former, BigInteger serial) {
        return always(() -> {
            Date since = Date.from(now.minus(LEEWAY));
            JcaX509v2CRLBuilder builder =
                    new JcaX509v2CRLBuilder(authority.certificate().getSubjectX500Principal(), since);
            builder.setNextUpdate(authority.certificate().getNotAfter());
            for (X509CRL crl : former) {
                Set<? extends X509CRLEntry> entries = crl.getRevokedCertificates();
                for (X509CRLEntry entry : entries == null ? Set.<X509CRLEntry>of() : entries) {
                    builder.addCRLEntry(entry.getSerialNumber(), entry.getRevocationDate(), CRLReason.unspecified);
                }
            }
            builder.addCRLEntry(serial, since, CRLReason.unspecified);
            builder.addExtension(Extension.authorityKeyIdentifier, false, keyIdentifier(authority));
            builder.addExtension(Extension.cRLNumber, false, new CRLNumber(BigInteger.valueOf(now.toEpochMilli())));
            return new JcaX509CRLConverter().getCRL(builder.build(signer(authority)));
        });
    }

    private static <T> T always(Work<T> work) {
        try {
            return work.done();
        } catch (IOException | GeneralSecurityException | OperatorCreationException e) {
            throw new IllegalStateException("every Java signs with EC and RSA, and names keys by SHA-1", e);
        }
    }

    private Instant end(Terms terms) {
        return now.plus(Duration.ofDays(terms.days()));
    }

    private X509v3CertificateBuilder builder(X500Name issuer, X500Name subject, KeyPair pair, Instant end)
            throws IOException, GeneralSecurityException {
        // Zero is not allowed (RFC 5280, section 4.1.2.2).
        BigInteger serial = new BigInteger(SERIAL_BITS, random).max(BigInteger.ONE);
        return new JcaX509v3CertificateBuilder(
                        issuer, serial, Date.from(now.minus(LEEWAY)), Date.from(end), subject, pair.getPublic())
                .addExtension(
                        Extension.subjectKeyIdentifier,
                        false,
                        new JcaX509ExtensionUtils().createSubjectKeyIdentifier(pair.getPublic()));
    }

    private static X509Certificate sign(X509v3CertificateBuilder builder, Identity authority)
            throws GeneralSecurityException, OperatorCreationException {
        return new JcaX509CertificateConverter().getCertificate(builder.build(signer(authority)));
    }

    private static ContentSigner signer(Identity authority) throws OperatorCreationException {
        return new JcaContentSignerBuilder(KeyType.of(authority.key()).signature()).build(authority.key());
    }

    private static KeyUsage keyUsage(KeyType type) {
        return switch (type) {
            case EC -> new KeyUsage(KeyUsage.digitalSignature);
            // Some old TLS 1.2 clients encrypt their secret with the server's key.
            case RSA -> new KeyUsage(KeyUsage.digitalSignature | KeyUsage.keyEncipherment);
        };
    }

    private static ExtendedKeyUsage extendedKeyUsage(CertificateKind kind) {
        return kind.isServer()
                ? new ExtendedKeyUsage(
                        new KeyPurposeId[] {KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth})
                : new ExtendedKeyUsage(KeyPurposeId.id_kp_clientAuth);
    }

    /** As the CA itself says it: another program may have made the CA, and have its own way. */
    private static AuthorityKeyIdentifier keyIdentifier(Identity authority) throws GeneralSecurityException {
        SubjectKeyIdentifier own = SubjectKeyIdentifier.fromExtensions(
                new JcaX509CertificateHolder(authority.certificate()).getExtensions());
        return own == null
                ? new JcaX509ExtensionUtils()
                        .createAuthorityKeyIdentifier(authority.certificate().getPublicKey())
                : new AuthorityKeyIdentifier(own.getKeyIdentifier());
    }
}
