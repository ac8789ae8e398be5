package org.dske.administrator;

import java.security.cert.X509Certificate;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.dske.administrator.Administrators.Role;
import org.dske.config.Setting;
import org.dske.config.Settings;
import org.dske.key.NodeName;
import org.dske.tls.Party;
import org.dske.tls.PeerCertificates;

/**
 * Who may use a node's management interface by a certificate. That a CA says who somebody is does not make him this node's administrator:
 * each is named in the node's configuration, since the nodes of several operators may trust one CA.
 *
 * @param certificates whose a certificate is
 * @param roles what each of them may do
 */
public record CertifiedAdministrators(PeerCertificates certificates, Map<NodeName, Role> roles) {
    public CertifiedAdministrators {
        roles = Map.copyOf(roles);
    }

    /**
     * Those of {@link Setting#MANAGEMENT_ADMINISTRATORS}.
     *
     * @throws org.dske.config.ConfigurationException if one is named twice, or cannot be known for lack of a CA
     */
    public static CertifiedAdministrators of(Settings settings, PeerCertificates certificates) {
        Map<NodeName, Role> roles = new HashMap<>();
        for (String entry : settings.list(Setting.MANAGEMENT_ADMINISTRATORS)) {
            String name = entry.replaceFirst("=read$", "");
            Role role = name.equals(entry) ? Role.OPERATE : Role.READ;
            if (!NodeName.isAllowed(name) || roles.put(new NodeName(name), role) != null) {
                throw settings.invalid(
                        Setting.MANAGEMENT_ADMINISTRATORS, "a list such as alice,bob=read, with each name once");
            }
        }
        if (!roles.isEmpty() && certificates.authorities().isEmpty()) {
            throw settings.invalid(
                    Setting.MANAGEMENT_ADMINISTRATORS,
                    "nothing without " + Setting.TLS_CA_FILE.key() + ", the CAs that say who they are");
        }
        return new CertifiedAdministrators(certificates, roles);
    }

    /** What somebody may do, by what was shown on the connection; nothing if it is no administrator of this node. */
    public Optional<Role> roleOf(X509Certificate... chain) {
        return nameOf(chain).map(roles::get);
    }

    /** Which of them somebody is; nothing if it is no administrator of this node. */
    Optional<NodeName> nameOf(X509Certificate... chain) {
        return certificates.nameOf(Party.ADMIN, chain).filter(roles::containsKey);
    }
}
