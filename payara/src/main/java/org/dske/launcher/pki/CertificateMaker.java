package org.dske.launcher.pki;

import java.io.IOException;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Makes key pairs and certificates in the profile of RFC 5280: random serial numbers of 128 bits, signatures with SHA-256. */
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

    Identity authority(X500Name name, Terms terms) {
        KeyPair pair = terms.keyType().generate(random);
        try {
            X509v3CertificateBuilder builder = builder(name, name, pair.getPublic(), end(terms))
                    .addExtension(Extension.basicConstraints, true, new BasicConstraints(0))
                    .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
            return new Identity(sign(builder, pair.getPrivate()), pair.getPrivate());
        } catch (IOException e) {
            throw new IllegalStateException("extensions that cannot be encoded", e);
        }
    }

    Identity issue(Identity authority, CertificateRequest request) {
        KeyPair pair = request.terms().keyType().generate(random);
        Instant caEnd = authority.certificate().getNotAfter().toInstant();
        Instant end = end(request.terms());
        try {
            X500Name issuer = new JcaX509CertificateHolder(authority.certificate()).getSubject();
            X509v3CertificateBuilder builder = builder(
                            issuer, request.subject(), pair.getPublic(), end.isAfter(caEnd) ? caEnd : end)
                    .addExtension(Extension.authorityKeyIdentifier, false, keyIdentifier(authority))
                    .addExtension(Extension.basicConstraints, true, new BasicConstraints(false))
                    .addExtension(
                            Extension.keyUsage, true, keyUsage(request.terms().keyType()))
                    .addExtension(Extension.extendedKeyUsage, false, extendedKeyUsage(request.kind()));
            if (request.alternatives().getNames().length > 0) {
                builder.addExtension(Extension.subjectAlternativeName, false, request.alternatives());
            }
            return new Identity(sign(builder, authority.key()), pair.getPrivate());
        } catch (IOException | CertificateEncodingException e) {
            throw new IllegalStateException("a certificate that cannot be encoded", e);
        }
    }

    private Instant end(Terms terms) {
        return now.plus(Duration.ofDays(terms.days()));
    }

    private X509v3CertificateBuilder builder(X500Name issuer, X500Name subject, PublicKey key, Instant end)
            throws IOException {
        // Zero is not allowed (RFC 5280, section 4.1.2.2).
        BigInteger serial = new BigInteger(SERIAL_BITS, random).max(BigInteger.ONE);
        X509v3CertificateBuilder builder = new X509v3CertificateBuilder(
                issuer,
                serial,
                Date.from(now.minus(LEEWAY)),
                Date.from(end),
                subject,
                SubjectPublicKeyInfo.getInstance(key.getEncoded()));
        return builder.addExtension(Extension.subjectKeyIdentifier, false, keyIdentifier(key));
    }

    private static X509Certificate sign(X509v3CertificateBuilder builder, PrivateKey key) {
        try {
            String algorithm = KeyType.of(key).signature();
            return new JcaX509CertificateConverter()
                    .getCertificate(builder.build(new JcaContentSignerBuilder(algorithm).build(key)));
        } catch (OperatorCreationException | CertificateException e) {
            throw new IllegalStateException("every Java signs with EC and RSA", e);
        }
    }

    private static KeyUsage keyUsage(KeyType type) {
        return switch (type) {
            case EC -> new KeyUsage(KeyUsage.digitalSignature);
            // Some old TLS 1.2 clients encrypt their secret with the server's key.
            case RSA -> new KeyUsage(KeyUsage.digitalSignature | KeyUsage.keyEncipherment);
        };
    }

    private static ExtendedKeyUsage extendedKeyUsage(CertificateKind kind) {
        return switch (kind) {
            case KME ->
                new ExtendedKeyUsage(new KeyPurposeId[] {KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth});
            case SAE -> new ExtendedKeyUsage(KeyPurposeId.id_kp_clientAuth);
        };
    }

    private static SubjectKeyIdentifier keyIdentifier(PublicKey key) {
        try {
            return new JcaX509ExtensionUtils().createSubjectKeyIdentifier(key);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-1, which names keys here and protects nothing", e);
        }
    }

    // As the CA itself says it: another program may have made the CA, and have its own way.
    private static AuthorityKeyIdentifier keyIdentifier(Identity authority) throws CertificateEncodingException {
        SubjectKeyIdentifier own = SubjectKeyIdentifier.fromExtensions(
                new JcaX509CertificateHolder(authority.certificate()).getExtensions());
        SubjectKeyIdentifier identifier =
                own == null ? keyIdentifier(authority.certificate().getPublicKey()) : own;
        return new AuthorityKeyIdentifier(identifier.getKeyIdentifier());
    }
}
