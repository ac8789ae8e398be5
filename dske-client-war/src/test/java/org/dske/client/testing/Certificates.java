package org.dske.client.testing;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.dske.key.SaeUri;

/** Makes certificates with any names, read by Java as a server reads them. */
public final class Certificates {
    private static final KeyPair KEYS = keys();

    private final X500NameBuilder subject = new X500NameBuilder(BCStyle.INSTANCE).addRDN(BCStyle.O, "test");
    private final List<GeneralName> alternatives = new ArrayList<>();
    private byte[] extension;
    private KeyPurposeId[] usages = {};

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
        org.bouncycastle.asn1.ASN1ObjectIdentifier[] types =
                new org.bouncycastle.asn1.ASN1ObjectIdentifier[names.length];
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
     * @return a certificate, signed with its own key
     */
    public X509Certificate make() {
        try {
            Instant now = Instant.now();
            X509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                    new org.bouncycastle.asn1.x500.X500Name("CN=test CA"),
                    BigInteger.ONE,
                    Date.from(now),
                    Date.from(now.plus(1, ChronoUnit.DAYS)),
                    subject.build(),
                    KEYS.getPublic());
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
            byte[] der = builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(KEYS.getPrivate()))
                    .getEncoded();
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
        } catch (GeneralSecurityException | IOException | OperatorCreationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static KeyPair keys() {
        try {
            return KeyPairGenerator.getInstance("EC").generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
