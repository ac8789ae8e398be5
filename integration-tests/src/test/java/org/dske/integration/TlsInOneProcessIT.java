package org.dske.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.stream.Stream;
import javax.net.ssl.SSLSocket;
import org.dske.testing.HttpConnection;
import org.dske.testing.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Two clients with TLS in one process, from the start without any certificate to the stop: the launcher makes the certificates, in a
 * directory with a blank in its name, and with a password of its own.
 */
class TlsInOneProcessIT {
    private static final String PASSWORD = "correct horse battery";

    private static final int PORTS = FreePorts.rowWithHttps(6);

    private final LaunchedNetwork network =
            LaunchedNetwork.of("tls-in-one-process", """
            k: 2
            base-port: %d
            tls: true
            pki: the certificates
            settings: {laboratory: true}
            hubs:
              - name: hank
                settings: {oob.port: %d, management.port: %d}
              - name: helen
            clients:
              - name: carol
                encryptors: [sam]
              - name: con.nie
                encryptors: [sofia]
            """.formatted(PORTS, PORTS + 4, PORTS + 5));

    @AfterEach
    void stop() {
        network.close();
    }

    @Test
    void eachClientHasItsOwnCertificateAndPath() throws Exception {
        network.close();
        network.deletePki();
        Path password = LaunchedNetwork.file("tls-in-one-process/password", PASSWORD + "\n");

        Launcher.Result start = network.run("--pki-password-file", password.toString(), "start", "--single-process");

        assertTrue(
                start.out()
                        .startsWith("made in " + network.pki().path()
                                + ": 1 CA, 2 client certificates, 2 encryptor certificates\n"),
                start::toString);
        TlsPeer sam = TlsPeer.of(network, network.certificate("sam"));
        for (String client : new String[] {"carol", "con.nie"}) {
            assertEquals("CN=" + client, certificate(sam, network.node(client)));
        }
        assertEquals("con.nie", statusAt("sofia", "con.nie", "sam"));
        assertEquals("carol", statusAt("sam", "carol", "sofia"));
        for (String nodes : new String[] {
            "/hub/hank/mgmt/v1/stop",
            "/hub/helen/mgmt/v1/stop", // whose management interface has no port to itself
            "/hub/hank/dske/oob/v1/registration?client_name=carol"
        }) {
            sam.send(
                            nodes.endsWith("stop") ? "POST" : "DELETE",
                            network.node("carol").rootUrl(nodes),
                            "")
                    .error(nodes.contains("helen") ? 401 : 404);
        }
        for (String server : new String[] {
            "/metrics",
            "/metrics/base",
            "/health",
            "/health/ready",
            "/openapi",
            "/openapi/ui",
            "/openapi.json",
            "/nothing"
        }) {
            sam.send("GET", network.node("carol").rootUrl(server), "").error(404);
        }
        network.run("etsi-qkd", "sam", "sofia", "get-key-pair");
        aRenewalIsUsedAndARevocationHoldsWithoutARestart(password);
        Launcher.Result status = network.run("status");
        assertTrue(status.out().contains(network.node("carol").httpsUrl("")), status::toString);
        assertNowhere(PASSWORD, network.launcher().state().path());
    }

    /** On connections that are kept as on new ones. */
    private void aRenewalIsUsedAndARevocationHoldsWithoutARestart(Path password) throws Exception {
        TlsPeer sofia = TlsPeer.of(network, network.certificate("sofia"));
        BigInteger before = serial(sofia);
        network.run("--pki-password-file", password.toString(), "pki", "renew", "con.nie");
        assertNotEquals(before, serial(sofia), "the certificate of before is still shown");

        try (SSLSocket kept = sofia.connect(network.node("con.nie").httpsPort(), "TLSv1.3")) {
            HttpConnection http = new HttpConnection(kept, "localhost");
            http.get("/api/v1/keys/sam/status").ok();
            network.run("--pki-password-file", password.toString(), "pki", "revoke", "sofia");
            http.get("/api/v1/keys/sam/status").error(401);
        }
        assertThrows(UncheckedIOException.class, () -> tryStatusAt("sofia", "con.nie", "sam"));
        network.run("--pki-password-file", password.toString(), "pki", "renew", "sofia");
        assertEquals("con.nie", statusAt("sofia", "con.nie", "sam"));
    }

    private BigInteger serial(TlsPeer peer) throws IOException {
        try (SSLSocket socket = peer.connect(network.node("con.nie").httpsPort(), "TLSv1.3")) {
            return ((X509Certificate) socket.getSession().getPeerCertificates()[0]).getSerialNumber();
        }
    }

    private String statusAt(String encryptor, String client, String slave) throws IOException {
        return tryStatusAt(encryptor, client, slave).ok().getString("source_KME_ID");
    }

    private Response tryStatusAt(String encryptor, String client, String slave) throws IOException {
        return TlsPeer.of(network, network.certificate(encryptor))
                .send("GET", network.node(client).rootUrl("/api/v1/keys/" + slave + "/status"), "");
    }

    private static String certificate(TlsPeer peer, Node client) throws IOException {
        try (SSLSocket socket = peer.connect(client.httpsPort(), "TLSv1.3")) {
            return ((X509Certificate) socket.getSession().getPeerCertificates()[0])
                    .getSubjectX500Principal()
                    .getName();
        }
    }

    /** In no log, no configuration that the server wrote, and no file of the launcher. */
    private static void assertNowhere(String secret, Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertFalse(
                        Files.readString(file, StandardCharsets.ISO_8859_1).contains(secret),
                        () -> file + " has the password");
            }
        }
    }
}
