package org.dske.testing;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.dske.key.SaeUri;

/**
 * Makes certificates with any names, of any CA and for any time, read by Java as a server reads them. What a test does not say is as in
 * a certificate that is good for a day.
 */
public final class Certificates {
    private static final KeyPair KEYS = keys("EC");
    /** Large, as those of CAs are. */
    private static final AtomicLong SERIAL_NUMBERS = new AtomicLong(1L << 62);

    private final X500NameBuilder subject = new X500NameBuilder(BCStyle.INSTANCE).addRDN(BCStyle.O, "test");
    private final List<GeneralName> alternatives = new ArrayList<>();
    private byte[] extension;
    private KeyPurposeId[] usages = {};
    private boolean authority;
    private PublicKey publicKey = KEYS.getPublic();
    private X500Name issuer = new X500Name("CN=test CA");
    private PrivateKey issuerKey = KEYS.getPrivate();
    private Instant from = Instant.now().minus(1, ChronoUnit.HOURS);
    private Instant to = from.plus(1, ChronoUnit.DAYS);

    /**
     * Says who signs.
     *
     * @param name the CA's name
     * @param key its private key, of an elliptic curve
     * @return this
     */
    public Certificates issuer(X500Name name, PrivateKey key) {
        issuer = name;
        issuerKey = key;
        return this;
    }

    /**
     * Says whose key is certified.
     *
     * @param key the key
     * @return this
     */
    public Certificates publicKey(PublicKey key) {
        publicKey = key;
        return this;
    }

    /**
     * Says when it is valid.
     *
     * @param begin the first moment
     * @param end the last
     * @return this
     */
    public Certificates valid(Instant begin, Instant end) {
        from = begin;
        to = end;
        return this;
    }

    /**
     * Makes its holder a CA.
     *
     * @return this
     */
    public Certificates authority() {
        authority = true;
        return this;
    }

    /**
     * Adds a common name.
     *
     * @param name any text
     * @return this
     */
    public Certificates commonName(String name) {
        return commonName(new DERUTF8String(name));
    }

    /**
     * Adds a common name of any type.
     *
     * @param name any value
     * @return this
     */
    public Certificates commonName(ASN1Encodable name) {
        subject.addRDN(BCStyle.CN, name);
        return this;
    }

    /**
     * Adds one RDN with several common names.
     *
     * @param names any texts
     * @return this
     */
    public Certificates commonNames(String... names) {
        ASN1Encodable[] values = new ASN1Encodable[names.length];
        ASN1ObjectIdentifier[] types = new ASN1ObjectIdentifier[names.length];
        for (int i = 0; i < names.length; i++) {
            values[i] = new DERUTF8String(names[i]);
            types[i] = BCStyle.CN;
        }
        subject.addMultiValuedRDN(types, values);
        return this;
    }

    /**
     * Adds an SAE ID as a URI.
     *
     * @param saeId any text
     * @return this
     */
    public Certificates sae(String saeId) {
        return uri(SaeUri.of(saeId));
    }

    /**
     * Adds a URI.
     *
     * @param uri any URI
     * @return this
     */
    public Certificates uri(String uri) {
        alternatives.add(new GeneralName(GeneralName.uniformResourceIdentifier, uri));
        return this;
    }

    /**
     * Adds a DNS name.
     *
     * @param name any name
     * @return this
     */
    public Certificates dns(String name) {
        alternatives.add(new GeneralName(GeneralName.dNSName, name));
        return this;
    }

    /**
     * Adds another alternative name.
     *
     * @param name any name
     * @return this
     */
    public Certificates other(GeneralName name) {
        alternatives.add(name);
        return this;
    }

    /**
     * Says what it may be used for.
     *
     * @param purposes the extended key usages
     * @return this
     */
    public Certificates usage(KeyPurposeId... purposes) {
        usages = purposes.clone();
        return this;
    }

    /**
     * Puts bytes in the place of the alternative names.
     *
     * @param bytes any bytes
     * @return this
     */
    public Certificates alternatives(byte... bytes) {
        extension = bytes.clone();
        return this;
    }

    /**
     * Makes the certificate.
     *
     * @return the certificate
     */
    public X509Certificate make() {
        try {
            X509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                    issuer,
                    BigInteger.valueOf(SERIAL_NUMBERS.getAndIncrement()),
                    Date.from(from),
                    Date.from(to),
                    subject.build(),
                    publicKey);
            if (extension != null) {
                builder.addExtension(Extension.subjectAlternativeName, false, extension);
            } else if (!alternatives.isEmpty()) {
                builder.addExtension(
                        Extension.subjectAlternativeName,
                        false,
                        new GeneralNames(alternatives.toArray(GeneralName[]::new)));
            }
            if (usages.length > 0) {
                builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(usages));
            }
            if (authority) {
                builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true))
                        .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
            }
            byte[] der = builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(issuerKey))
                    .getEncoded();
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
        } catch (GeneralSecurityException | IOException | OperatorCreationException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Makes a pair of keys.
     *
     * @param algorithm {@code EC} for P-256, {@code RSA} for 2048 bits
     * @return the keys
     */
    public static KeyPair keys(String algorithm) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            generator.initialize(algorithm.equals("EC") ? 256 : 2_048);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
