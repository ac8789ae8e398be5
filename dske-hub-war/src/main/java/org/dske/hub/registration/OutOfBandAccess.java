package org.dske.hub.registration;

import java.security.cert.X509Certificate;
import org.dske.config.PsrdSupplies;
import org.dske.config.PsrdSupply;
import org.dske.error.ErrorCode;
import org.dske.error.RequestException;
import org.dske.key.NodeName;
import org.dske.ledger.Origin;
import org.dske.tls.Party;
import org.dske.tls.PeerCertificates;

/**
 * For whom the hub does something at its out-of-band interface: in a laboratory for everybody; elsewhere for a client that shows its own
 * certificate, if that is how the hub's configuration has it come to PSRD. Source: protocol, sections 1 and 7.
 *
 * @param supplies how clients come to PSRD
 * @param certificates whose a certificate is
 */
public record OutOfBandAccess(PsrdSupplies supplies, PeerCertificates certificates) {
    /** {@return whether there is nobody for whom the hub does something} */
    boolean isClosed() {
        return !supplies.has(PsrdSupply.HTTP) && !supplies.has(PsrdSupply.TLS);
    }

    /**
     * Makes sure that a request in a client's name is one that the hub does something for.
     *
     * @param chain what was shown on the connection: a certificate and those that lead to its CA; none if nothing was
     * @return how what is handed out then comes to the client
     * @throws RequestException with 403 if it is not
     */
    public Origin require(NodeName client, X509Certificate... chain) {
        PsrdSupply supply = supplies.of(client);
        if (supply == PsrdSupply.HTTP) {
            return Origin.LABORATORY;
        }
        // Before anything is said of a client, who asks has to be that client.
        NodeName certified = certificates
                .nameOf(Party.KME, chain)
                .filter(client::equals)
                .orElseThrow(() -> new RequestException(
                        ErrorCode.NOT_PERMITTED,
                        "out of band this hub serves a client that shows its own certificate over TLS, with "
                                + Party.KME.word() + ":NAME among its alternative names"));
        if (supply == PsrdSupply.PACKAGE) {
            throw new RequestException(
                    ErrorCode.NOT_PERMITTED,
                    "this hub enrols client " + certified + " by package, and does nothing for it out of band");
        }
        return Origin.TLS;
    }
}
