package org.dske.launcher.pki;

import java.security.cert.X509Certificate;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.dske.key.NodeName;
import org.dske.key.SaeId;
import org.dske.key.SaeUri;
import org.dske.launcher.LauncherException;

/**
 * A certificate that is to be made.
 *
 * @param kind what it is for
 * @param files where it goes
 * @param subject whom it names
 * @param alternatives how it names them too
 * @param terms its key and its end
 */
record CertificateRequest(
        CertificateKind kind, CertificateFiles files, X500Name subject, GeneralNames alternatives, Terms terms) {
    /** RFC 5280, appendix A: ub-common-name. */
    private static final int LONGEST_COMMON_NAME = 64;

    static CertificateRequest kme(PkiDirectory directory, NodeName name, ServerNames names, Terms terms) {
        CertificateFiles files = directory.files(CertificateKind.KME, name.toString());
        return new CertificateRequest(
                CertificateKind.KME, files, commonName(name.toString()), names.toGeneralNames(), terms);
    }

    static CertificateRequest sae(PkiDirectory directory, SaeId sae, Terms terms) {
        CertificateFiles files = directory.files(CertificateKind.SAE, sae.name());
        GeneralName uri = new GeneralName(GeneralName.uniformResourceIdentifier, SaeUri.of(sae.name()));
        return new CertificateRequest(CertificateKind.SAE, files, saeSubject(sae), new GeneralNames(uri), terms);
    }

    /** The same names once more. */
    static CertificateRequest renewal(CertificateKind kind, CertificateFiles files, X509Certificate old, Terms terms) {
        CertificateNames names = CertificateNames.of(old);
        return new CertificateRequest(kind, files, names.subject(), names.alternatives(), terms);
    }

    /** Fails if a name can be no common name. */
    static void requireCommonName(String name) {
        if (name.isBlank()
                || name.codePointCount(0, name.length()) > LONGEST_COMMON_NAME
                || name.chars().anyMatch(Character::isISOControl)) {
            throw new LauncherException(
                    LauncherException.USAGE,
                    "a CA's name has 1 to " + LONGEST_COMMON_NAME + " characters, and no control characters");
        }
    }

    static X500Name commonName(String name) {
        return name(BCStyle.CN, name);
    }

    // A common name that is cut could be the name of another SAE.
    private static X500Name saeSubject(SaeId sae) {
        return sae.name().codePointCount(0, sae.name().length()) <= LONGEST_COMMON_NAME
                ? commonName(sae.name())
                : name(BCStyle.OU, "SAE ID in subjectAltName");
    }

    // As a string of its own: the builder's own conversion gives a leading # or backslash a meaning.
    private static X500Name name(ASN1ObjectIdentifier attribute, String value) {
        return new X500NameBuilder(BCStyle.INSTANCE)
                .addRDN(attribute, new DERUTF8String(value))
                .build();
    }
}
