package org.dske.launcher.pki;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1String;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.dske.key.SaeUri;
import org.dske.launcher.LauncherException;

/**
 * Whom a certificate names.
 *
 * @param subject its subject
 * @param alternatives its subject alternative names, possibly none
 */
record CertificateNames(X500Name subject, GeneralNames alternatives) {
    static CertificateNames of(X509Certificate certificate) {
        try {
            JcaX509CertificateHolder holder = new JcaX509CertificateHolder(certificate);
            Extension extension = holder.getExtension(Extension.subjectAlternativeName);
            GeneralNames none = new GeneralNames(new GeneralName[0]);
            return new CertificateNames(
                    holder.getSubject(),
                    extension == null ? none : GeneralNames.getInstance(extension.getParsedValue()));
        } catch (CertificateEncodingException | IllegalArgumentException e) {
            throw new LauncherException("a certificate's names cannot be read");
        }
    }

    /** The ID that a certificate of a kind stands for, as the nodes read it. */
    Optional<String> id(CertificateKind kind) {
        return switch (kind) {
            case KME -> commonName();
            case SAE ->
                names(GeneralName.uniformResourceIdentifier)
                        .flatMap(uri -> SaeUri.saeId(uri).stream())
                        .findFirst()
                        .or(() -> names(GeneralName.dNSName).findFirst())
                        .or(this::commonName);
        };
    }

    /** Such as {@code DNS:localhost}, {@code IP:127.0.0.1}, {@code URI:sae:sam}. */
    List<String> alternativesAsText() {
        return Arrays.stream(alternatives.getNames())
                .map(CertificateNames::text)
                .map(CertificateNames::printable)
                .toList();
    }

    String subjectAsText() {
        return printable(subject.toString());
    }

    private Optional<String> commonName() {
        return Arrays.stream(subject.getRDNs(BCStyle.CN))
                .map(RDN::getFirst)
                .map(attribute -> attribute.getValue() instanceof ASN1String text ? text.getString() : "")
                .map(CertificateNames::printable)
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
        return text.codePoints()
                .map(character -> Character.isISOControl(character) ? '?' : character)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
