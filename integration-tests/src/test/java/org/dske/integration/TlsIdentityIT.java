package org.dske.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import javax.net.ssl.SSLSocket;
import org.dske.testing.Http;
import org.dske.testing.HttpConnection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whom a client takes its callers for: what their certificates say, and nothing else. All of it at one client. */
@ExtendWith(SharedTlsNetwork.class)
class TlsIdentityIT {
    private static final String CLIENT = "carol";
    private static final String STATUS = "/api/v1/keys/sofia/status";

    private final LaunchedNetwork network;
    private final Encryptor sofia;

    TlsIdentityIT(LaunchedNetwork network) {
        this.network = network;
        this.sofia = network.encryptor("sofia");
    }

    @Test
    void aCertificateThatTheLauncherMadeIsItsEncryptors() {
        for (String sae : new String[] {"sam", "samuel", "sara.example.org", "s/ä m%"}) {
            assertEquals(sae, network.encryptor(sae).status(sofia).ok().getString("master_SAE_ID"));
        }
    }

    @Test
    void aClientIsNoEncryptor() {
        var files = network.pki().files(org.dske.pki.CertificateKind.KME, "connie");

        network.encryptor("connie", CLIENT, CertificateAuthority.read(files.certificate(), files.key()))
                .status(sofia)
                .error(401);
    }

    @Test
    void noHeaderIsBelieved() throws IOException {
        int port = network.node(CLIENT).httpsPort();
        TlsPeer sam = TlsPeer.of(network, network.certificate("sam"));
        TlsPeer stranger = TlsPeer.of(network, network.certificate("sofia"));
        for (String header : new String[] {"Authorization", "X-Client-Cert", "X-SSL-Client-S-DN", "Proxy-user"}) {
            try (SSLSocket socket = sam.connect(port, "TLSv1.3")) {
                assertEquals(
                        "sam",
                        new HttpConnection(socket, "localhost")
                                .get(STATUS, header, header.startsWith("X-") ? "CN=samuel" : "samuel")
                                .ok()
                                .getString("master_SAE_ID"),
                        header);
            }
            try (SSLSocket socket = stranger.connect(port, "TLSv1.3")) {
                new HttpConnection(socket, "localhost")
                        .get(STATUS, header, header.startsWith("X-") ? "CN=samuel" : "samuel")
                        .error(401);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/client/carol/etsi" + STATUS, STATUS, "/client/carol/etsi/api/v1/keys/sofia/enc_keys"})
    void overPlainHttpNobodyIsServed(String path) {
        String url = "http://localhost:" + network.node(CLIENT).port() + path;

        Http.get(url, "Authorization", "sam").error(401);
        Http.get(url).error(401);
        Http.get(url, "Authorization", "sam", "X-Forwarded-Proto", "https").error(401);
    }
}
