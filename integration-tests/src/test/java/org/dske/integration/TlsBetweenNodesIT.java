package org.dske.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import org.dske.pki.CertificateFiles;
import org.dske.pki.CertificateKind;
import org.dske.testing.Http;
import org.dske.testing.Response;
import org.dske.testing.TlsHello;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A network with all that TLS can do for it: between nodes, for PSRD, for encryptors and for administrators. */
class TlsBetweenNodesIT {
    /** X25519MLKEM768 and X25519 among TLS's groups. */
    private static final int HYBRID_GROUP = 0x11EC;

    private static final int X25519 = 0x001D;
    private static final int PORTS = FreePorts.rowWithHttps(4);
    private static final int MANAGEMENT = FreePorts.row(1);

    private final LaunchedNetwork network = LaunchedNetwork.of("tls-between-nodes", """
            k: 2
            base-port: %d
            tls: true
            pki: pki
            settings: {psrd.supply: tls}
            hubs:
              - {name: hank, tls: true}
              - name: helen
                tls: true
                settings: {management.port: %d, management.host: 0.0.0.0, management.administrators: "alice,bob=read"}
            clients:
              - {name: carol, encryptors: [sam]}
              - {name: connie, encryptors: [sofia]}
            """.formatted(PORTS, MANAGEMENT));

    @AfterEach
    void stop() {
        network.close();
    }

    private TlsPeer peer(CertificateKind kind, String name) {
        CertificateFiles files = network.pki().files(kind, name);
        return TlsPeer.of(network, CertificateAuthority.read(files.certificate(), files.key()));
    }

    @Test
    void keysComeOverTlsAloneAndEachIsWhoItsCertificateSays() throws IOException {
        network.close();
        network.deletePki();
        network.run("start", "--single-process", "--fresh");

        network.run("etsi-qkd", "sam", "sofia", "get-key-pair");
        String status = network.run("status").out();
        assertTrue(status.contains("if the TLS that PSRD came over is not broken"), status);
        assertTrue(status.contains(network.node("hank").httpsUrl("")), status);
        keyExchange();
        outOfBand();
        administrators();
    }

    /** Whoever offers both is asked for a key of the hybrid group, by hubs and by clients. */
    private void keyExchange() throws IOException {
        for (String name : List.of("hank", "carol")) {
            assertEquals(HYBRID_GROUP, TlsHello.choiceOf(network.node(name).httpsPort(), HYBRID_GROUP, X25519), name);
        }
    }

    /** A client gets PSRD in its own name, over TLS, and nobody does in another's. */
    private void outOfBand() {
        Node hank = network.node("hank");
        String psrd = "/dske/oob/v1/psrd?client_name=carol&pool_owner=client&size=100";
        assertEquals(
                200,
                peer(CertificateKind.KME, "carol")
                        .send("GET", hank.httpsUrl(psrd), "")
                        .status());
        for (TlsPeer other : List.of(
                peer(CertificateKind.KME, "connie"),
                peer(CertificateKind.HUB, "hank"),
                peer(CertificateKind.SAE, "sam"))) {
            Response refusal = other.send("GET", hank.httpsUrl(psrd), "");
            assertEquals(403, refusal.status(), refusal::toString);
        }
        assertEquals(403, Http.get(hank.url(psrd)).status());
        TlsPeer nobody = TlsPeer.withoutCertificate(network);
        assertThrows(IOException.class, () -> {
            try (var socket = nobody.connect(hank.httpsPort(), "TLSv1.3")) {
                assertEquals(-1, socket.getInputStream().read());
                throw new IOException("hung up");
            }
        });
    }

    private void administrators() {
        for (String name : List.of("alice", "bob", "mallory")) {
            network.run("pki", "issue", "admin", name);
        }
        Node helen = network.node("helen");
        String status = helen.managementUrl("/mgmt/v1/status");
        assertTrue(status.startsWith("https://"), status);
        assertEquals(
                200, peer(CertificateKind.ADMIN, "bob").send("GET", status, "").status());
        assertEquals(
                403,
                peer(CertificateKind.ADMIN, "bob")
                        .send("DELETE", helen.managementUrl("/mgmt/v1/clients/nobody"), "")
                        .status());
        assertEquals(
                401,
                peer(CertificateKind.ADMIN, "mallory").send("GET", status, "").status());
        assertEquals(
                401, peer(CertificateKind.KME, "carol").send("GET", status, "").status());
        String seen =
                network.run("--admin", "alice", "--hub", "helen", "status").out();
        assertTrue(seen.contains("helen  hub   ready"), seen);
        network.run("pki", "revoke", "admin", "alice");
        assertFalse(
                network.run("--admin", "bob", "--hub", "helen", "status").out().isEmpty());
        assertFalse(
                network.launcher()
                        .run("--admin", "alice", "--hub", "helen", "status")
                        .out()
                        .contains("ready"),
                "a certificate that was revoked");
    }
}
