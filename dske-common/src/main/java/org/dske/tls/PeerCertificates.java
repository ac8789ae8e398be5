package org.dske.tls;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import org.dske.key.NodeName;

/**
 * Who is at the other end of a TLS connection to a node, if it is not an encryptor: what its certificate says, if it is of a CA that the
 * node trusts with that. The server has checked it when the connection was made; here it is checked anew, since a connection may outlive
 * what its certificate is worth, and the server may trust other CAs too.
 *
 * @param authorities the CAs; without any, nobody is anybody
 */
public record PeerCertificates(Optional<TrustedAuthorities> authorities) {
    /**
     * The name of a party.
     *
     * @param chain its certificate, and those that lead to its CA; none if it has shown none
     * @return nothing if it is none of these, or its certificate is not valid now, or revoked
     */
    public Optional<NodeName> nameOf(Party party, X509Certificate... chain) {
        if (chain.length == 0 || authorities.isEmpty()) {
            return Optional.empty();
        }
        try {
            authorities.get().check(List.of(chain));
            return party.in(CertifiedNames.of(chain[0]));
        } catch (IOException | GeneralSecurityException e) {
            return Optional.empty();
        }
    }
}
