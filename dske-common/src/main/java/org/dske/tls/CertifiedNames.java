package org.dske.tls;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import javax.naming.InvalidNameException;
import javax.naming.NamingException;
import javax.naming.directory.Attribute;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import javax.security.auth.x500.X500Principal;

/**
 * The names in a certificate that may say whose it is, as they are written there. That the certificate is valid was checked when
 * the connection was made.
 *
 * @param uris the subject's alternative names of type URI
 * @param dnsNames those of type DNS
 * @param commonNames the subject's common names
 */
public record CertifiedNames(List<String> uris, List<String> dnsNames, List<String> commonNames) {
    private static final String ALTERNATIVE_NAMES = "2.5.29.17";
    private static final int DNS_NAME = 2;
    private static final int URI = 6;

    public CertifiedNames {
        uris = List.copyOf(uris);
        dnsNames = List.copyOf(dnsNames);
        commonNames = List.copyOf(commonNames);
    }

    /**
     * Reads a certificate.
     *
     * @throws CertificateParsingException if they cannot be read
     */
    public static CertifiedNames of(X509Certificate certificate) throws CertificateParsingException {
        try {
            Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
            if (alternatives == null && certificate.getExtensionValue(ALTERNATIVE_NAMES) != null) {
                // What Java cannot read it leaves out. The common name would then stand for what the extension says
                // better.
                throw new CertificateParsingException("it has alternative names that cannot be read");
            }
            Collection<List<?>> present = alternatives == null ? List.of() : alternatives;
            return new CertifiedNames(
                    ofType(URI, present),
                    ofType(DNS_NAME, present),
                    commonNames(certificate.getSubjectX500Principal()));
        } catch (NamingException | IllegalArgumentException e) {
            throw new CertificateParsingException("its names cannot be read", e);
        }
    }

    private static List<String> ofType(int type, Collection<List<?>> alternatives) {
        return alternatives.stream()
                .filter(name -> Integer.valueOf(type).equals(name.get(0)))
                .map(name -> String.valueOf(name.get(1)))
                .toList();
    }

    private static List<String> commonNames(X500Principal subject) throws NamingException {
        List<String> names = new ArrayList<>();
        for (Rdn rdn : parse(subject).getRdns()) {
            // One RDN may have several attributes, and one attribute several values.
            Attribute commonName = rdn.toAttributes().get("CN");
            for (int i = 0; commonName != null && i < commonName.size(); i++) {
                // Anything but a text is no name; it counts, so that it is not overlooked.
                names.add(commonName.get(i) instanceof String text ? text : "");
            }
        }
        return names;
    }

    private static LdapName parse(X500Principal subject) throws InvalidNameException {
        return new LdapName(subject.getName(X500Principal.RFC2253));
    }
}
