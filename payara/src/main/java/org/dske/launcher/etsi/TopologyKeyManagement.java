package org.dske.launcher.etsi;

import java.net.URI;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.dske.key.SaeId;
import org.dske.launcher.LauncherException;
import org.dske.launcher.topology.Topology;
import org.dske.pki.Pki;

/**
 * The clients of a network, with the certificates of its directory; encryptors at clients without TLS need none.
 *
 * @param topology the network
 * @param pki its certificates
 */
public record TopologyKeyManagement(Topology topology, Pki pki) implements KeyManagement {
    @Override
    public List<Kme> of(SaeId encryptor) {
        List<Kme> kmes = topology.clientsOf(encryptor).stream()
                .map(client -> new Kme(client.title(), URI.create(client.servedUrl() + "/etsi")))
                .toList();
        if (kmes.isEmpty()) {
            throw new LauncherException("no client of the topology has the encryptor " + encryptor + "; there are "
                    + topology.encryptors());
        }
        return kmes;
    }

    @Override
    public SSLContext tls(SaeId encryptor) {
        return pki.tls(encryptor);
    }
}
