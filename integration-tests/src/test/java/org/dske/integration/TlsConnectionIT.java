package org.dske.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import javax.net.ssl.SSLSocket;
import org.bouncycastle.asn1.x509.GeneralName;
import org.dske.testing.HttpConnection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who gets a connection to a client over TLS, and who does not. */
@ExtendWith(SharedTlsNetwork.class)
class TlsConnectionIT {
    private static final String STATUS = "/api/v1/keys/serena/status";
    private static final int HANDSHAKE = 22;
    private static final int ALERT = 21;

    private final LaunchedNetwork network;
    private final CertificateAuthority authority;
    private final int port;

    TlsConnectionIT(LaunchedNetwork network) {
        this.network = network;
        this.authority = CertificateAuthority.of(network);
        this.port = network.node("connie").httpsPort();
    }

    @ParameterizedTest
    @CsvSource({"TLSv1.2,EC", "TLSv1.2,RSA", "TLSv1.3,EC", "TLSv1.3,RSA"})
    void anEncryptorConnectsInBothVersionsWithBothKindsOfKeys(String protocol, String keyAlgorithm) throws IOException {
        TlsPeer sofia = TlsPeer.of(network, authority.issue(keyAlgorithm, "sofia", uri("sae:sofia")));

        try (SSLSocket socket = sofia.connect(port, protocol)) {
            assertEquals(protocol, socket.getSession().getProtocol());
            assertEquals("", socket.getApplicationProtocol(), "HTTP/1.1 is what was agreed on");
            assertEquals(
                    "sofia",
                    new HttpConnection(socket, "localhost").get(STATUS).ok().getString("master_SAE_ID"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void withoutCertificateThereIsNoConnection(String protocol) {
        assertRefused(TlsPeer.withoutCertificate(network), protocol);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void aCertificateOfAnotherCaOfTheSameNameDoesNotConnect(String protocol) {
        assertRefused(TlsPeer.of(network, authority.impostor().issue("EC", "sofia", uri("sae:sofia"))), protocol);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void aCertificateThatHasExpiredDoesNotConnect(String protocol) {
        assertRefused(issue(Duration.ofDays(-2), Duration.ofMinutes(-1)), protocol);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void aCertificateWhoseTimeHasNotComeDoesNotConnect(String protocol) {
        assertRefused(issue(Duration.ofDays(1), Duration.ofDays(2)), protocol);
    }

    private TlsPeer issue(Duration from, Duration to) {
        Instant now = Instant.now();
        return TlsPeer.of(network, authority.issue("EC", now.plus(from), now.plus(to), "sofia", uri("sae:sofia")));
    }

    @Test
    void onlyTheCertificatesOfTheNetworksCaAreWanted() throws IOException {
        TlsPeer sofia = TlsPeer.of(network, network.certificate("sofia"));
        sofia.connect(port, "TLSv1.2").close();
        assertEquals(List.of("CN=DSKE CA"), sofia.wanted());
    }

    @ParameterizedTest
    @CsvSource({"SSL 3,0,0", "TLS 1.0,1,0", "TLS 1.1,2,0"})
    void olderVersionsAreRefused(String name, int minor) throws IOException {
        // The JDK has no older versions to try with: the first message, written by hand.
        try (Socket socket = new Socket("localhost", port)) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(TlsPeer.clientHello(minor));
            assertNotHandshake(socket, name);
        }
        try (Socket socket = new Socket("localhost", port)) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(TlsPeer.clientHello(3));
            assertEquals(HANDSHAKE, socket.getInputStream().read(), "the message is wrong for TLS 1.2 as well");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "TLS_RSA_WITH_AES_128_GCM_SHA256",
                "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256",
                "TLS_DHE_RSA_WITH_AES_128_GCM_SHA256"
            })
    void suitesWithoutForwardSecrecyOrAuthenticatedEncryptionAreRefused(String suite) throws IOException {
        TlsPeer sofia = TlsPeer.of(network, network.certificate("sofia"));

        assertThrows(
                IOException.class, () -> sofia.connect(port, "TLSv1.2", suite).close());
        sofia.connect(port, "TLSv1.2", "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256").close();
    }

    @ParameterizedTest
    @CsvSource({"carol,EC", "connie,RSA"})
    void aClientShowsItsOwnCertificate(String client, String keyAlgorithm) throws Exception {
        TlsPeer sofia = TlsPeer.of(network, network.certificate("sofia"));

        try (SSLSocket socket = sofia.connect(network.node(client).httpsPort(), "TLSv1.3")) {
            X509Certificate certificate = (X509Certificate) socket.getSession().getPeerCertificates()[0];
            assertEquals("CN=" + client, certificate.getSubjectX500Principal().getName());
            assertEquals(keyAlgorithm, certificate.getPublicKey().getAlgorithm());
            List<Object> names = certificate.getSubjectAlternativeNames().stream()
                    .map(name -> (Object) name.get(1))
                    .toList();
            assertTrue(names.containsAll(List.of("localhost", "127.0.0.1", "0:0:0:0:0:0:0:1")), names::toString);
        }
    }

    @Test
    void aConnectionIsKeptForMoreRequestsThanTheServersDefault() throws IOException {
        TlsPeer sofia = TlsPeer.of(network, network.certificate("sofia"));

        try (SSLSocket socket = sofia.connect(port, "TLSv1.3")) {
            HttpConnection http = new HttpConnection(socket, "localhost");
            for (int i = 0; i < 300; i++) {
                http.get(STATUS).ok();
            }
            http.get(STATUS, "Connection", "close").ok();
            assertTrue(http.isAtEnd(), "the connection was kept");
        }
    }

    @Test
    void plainHttpOnTheHttpsPortGetsNothing() throws IOException {
        try (Socket socket = new Socket("localhost", port)) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream()
                    .write(("GET " + STATUS + " HTTP/1.1\r\nHost: localhost\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            assertNotHandshake(socket, "HTTP");
        }
    }

    private void assertRefused(TlsPeer peer, String protocol) {
        assertThrows(
                IOException.class,
                () -> {
                    try (SSLSocket socket = peer.connect(port, protocol)) {
                        // In TLS 1.3 a client learns it after the handshake.
                        new HttpConnection(socket, "localhost").get(STATUS);
                    }
                },
                "it got an answer");
    }

    /** Nothing, or an alert: never a server's half of a handshake, nor anything in clear. */
    private static void assertNotHandshake(Socket socket, String name) throws IOException {
        InputStream in = socket.getInputStream();
        int first = in.read();
        assertTrue(first < 0 || first == ALERT, () -> name + " was answered with " + first);
        byte[] rest = in.readAllBytes();
        assertFalse(new String(rest, StandardCharsets.ISO_8859_1).contains("HTTP"), name);
    }

    private static GeneralName uri(String uri) {
        return new GeneralName(GeneralName.uniformResourceIdentifier, uri);
    }
}
