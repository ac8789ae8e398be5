package org.dske.pki;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1String;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.dske.key.NodeName;
import org.dske.key.SaeId;
import org.dske.key.SaeUri;
import org.dske.launcher.LauncherException;
import org.dske.tls.Party;

/**
 * Whom a certificate names.
 *
 * @param subject its subject
 * @param alternatives its subject alternative names, possibly none
 */
record CertificateNames(X500Name subject, GeneralNames alternatives) {
    /** RFC 5280, appendix A: ub-common-name. */
    private static final int LONGEST_COMMON_NAME = 64;

    private static final GeneralNames NONE = new GeneralNames(new GeneralName[0]);

    static CertificateNames ofAuthority(String name) {
        if (name.isBlank() || isTooLong(name) || name.chars().anyMatch(Character::isISOControl)) {
            throw new LauncherException(
                    "a CA's name has 1 to " + LONGEST_COMMON_NAME + " characters, and no control characters");
        }
        return new CertificateNames(subject(BCStyle.CN, name), NONE);
    }

    /** Of a node or an administrator: what a server is reached by, if it is one, and who it is. */
    static CertificateNames of(Party party, NodeName name, Optional<ServerNames> reachedBy) {
        Stream<GeneralName> hosts = reachedBy
                .map(names -> Arrays.stream(names.toGeneralNames().getNames()))
                .orElse(Stream.of());
        GeneralName uri = new GeneralName(GeneralName.uniformResourceIdentifier, party.uri(name));
        return new CertificateNames(
                subject(BCStyle.CN, name.name()),
                new GeneralNames(Stream.concat(hosts, Stream.of(uri)).toArray(GeneralName[]::new)));
    }

    static CertificateNames of(SaeId sae) {
        // A common name that is cut could be the name of another SAE.
        X500Name subject = isTooLong(sae.name())
                ? subject(BCStyle.OU, "SAE ID in subjectAltName")
                : subject(BCStyle.CN, sae.name());
        GeneralName uri = new GeneralName(GeneralName.uniformResourceIdentifier, SaeUri.of(sae.name()));
        return new CertificateNames(subject, new GeneralNames(uri));
    }

    static CertificateNames of(X509Certificate certificate) {
        try {
            JcaX509CertificateHolder holder = new JcaX509CertificateHolder(certificate);
            Extension extension = holder.getExtension(Extension.subjectAlternativeName);
            return new CertificateNames(
                    holder.getSubject(),
                    extension == null ? NONE : GeneralNames.getInstance(extension.getParsedValue()));
        } catch (CertificateEncodingException | IllegalArgumentException e) {
            throw new LauncherException("a certificate's names cannot be read");
        }
    }

    private static boolean isTooLong(String name) {
        return name.codePointCount(0, name.length()) > LONGEST_COMMON_NAME;
    }

    // As a string of its own: the builder's own conversion gives a leading # or backslash a meaning.
    private static X500Name subject(ASN1ObjectIdentifier attribute, String value) {
        return new X500NameBuilder(BCStyle.INSTANCE)
                .addRDN(attribute, new DERUTF8String(value))
                .build();
    }

    /** The ID that a certificate of a kind stands for, as the nodes read it. */
    Optional<String> id(CertificateKind kind) {
        if (kind != CertificateKind.SAE) {
            return commonName();
        }
        return names(GeneralName.uniformResourceIdentifier)
                .flatMap(uri -> SaeUri.saeId(uri).stream())
                .findFirst()
                .or(() -> names(GeneralName.dNSName).findFirst())
                .or(this::commonName);
    }

    /** Such as {@code DNS:localhost}, {@code IP:127.0.0.1}, {@code URI:sae:sam}. */
    List<String> alternativesAsText() {
        return Arrays.stream(alternatives.getNames())
                .map(name -> printable(text(name)))
                .toList();
    }

    String subjectAsText() {
        return printable(subject.toString());
    }

    private Optional<String> commonName() {
        return Arrays.stream(subject.getRDNs(BCStyle.CN))
                .map(RDN::getFirst)
                .map(attribute -> attribute.getValue() instanceof ASN1String text ? printable(text.getString()) : "")
                .filter(text -> !text.isBlank())
                .findFirst();
    }

    private Stream<String> names(int tag) {
        return Arrays.stream(alternatives.getNames())
                .filter(name -> name.getTagNo() == tag)
                .map(name -> printable(String.valueOf(name.getName())));
    }

    private static String text(GeneralName name) {
        return switch (name.getTagNo()) {
            case GeneralName.dNSName -> "DNS:" + name.getName();
            case GeneralName.uniformResourceIdentifier -> "URI:" + name.getName();
            case GeneralName.iPAddress -> "IP:" + address(name);
            default -> "type " + name.getTagNo() + ":" + name.getName();
        };
    }

    private static String address(GeneralName name) {
        byte[] octets = ASN1OctetString.getInstance(name.getName()).getOctets();
        try {
            return InetAddress.getByAddress(octets).getHostAddress();
        } catch (UnknownHostException e) {
            return octets.length + " bytes";
        }
    }

    // A certificate from elsewhere must not be able to write to the terminal what it likes.
    private static String printable(String text) {
        return text.replaceAll("\\p{Cntrl}|[\\x80-\\x9F]", "?");
    }
}
