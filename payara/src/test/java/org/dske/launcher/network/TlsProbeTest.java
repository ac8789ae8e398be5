package org.dske.launcher.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.dske.key.NodeName;
import org.dske.key.SaeId;
import org.dske.launcher.LauncherException;
import org.dske.launcher.topology.NodeType;
import org.dske.launcher.topology.TopologyNode;
import org.dske.pki.CertificateKind;
import org.dske.pki.KeyStorePassword;
import org.dske.pki.Pki;
import org.dske.pki.PkiDirectory;
import org.dske.pki.ServerNames;
import org.dske.pki.Terms;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a probe makes of servers that are as they should be, and of others. */
class TlsProbeTest {
    private static final KeyStorePassword PASSWORD = new KeyStorePassword("a test's own");
    private static final NodeName CAROL = new NodeName("carol");
    private static final ServerNames LOCALHOST = new ServerNames(List.of("localhost"), List.of());

    @TempDir
    @SuppressWarnings("NullAway.Init") // Set by JUnit.
    private Path directory;

    @Test
    void aServerWithItsCertificateListensAlthoughItMissesTheProbes() throws Exception {
        Pki pki = pki("pki", LOCALHOST);
        try (ServerSocket server = secure(pki)) {
            CompletableFuture<Void> served = serve(server);
            assertTrue(probe(pki).listens(carol(server.getLocalPort())));
            served.join();
        }
    }

    @Test
    void whereNobodyListensIsNobodyYet() throws Exception {
        Pki pki = pki("pki", LOCALHOST);
        int port;
        try (ServerSocket server = new ServerSocket(0)) {
            port = server.getLocalPort();
        }

        assertFalse(probe(pki).listens(carol(port)));
    }

    @Test
    void aCertificateForAnotherHostIsRefused() throws Exception {
        Pki pki = pki("pki", new ServerNames(List.of("kme.example.org"), List.of()));
        try (ServerSocket server = secure(pki)) {
            assertRefused(pki, server);
        }
    }

    @Test
    void aCertificateOfAnotherCaIsRefused() throws Exception {
        Pki pki = pki("pki", LOCALHOST);
        try (ServerSocket server = secure(pki("other", LOCALHOST))) {
            assertRefused(pki, server);
        }
    }

    @Test
    void aServerThatHangsUpIsRefused() throws Exception {
        Pki pki = pki("pki", LOCALHOST);
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getByName("localhost"))) {
            assertRefused(pki, server);
        }
    }

    private static void assertRefused(Pki pki, ServerSocket server) {
        CompletableFuture<Void> served = serve(server);
        int port = server.getLocalPort();
        LauncherException exception =
                assertThrows(LauncherException.class, () -> probe(pki).listens(carol(port)));
        served.join();
        String start = "client carol cannot be reached over TLS at https://localhost:" + port + "/client/carol: ";
        assertEquals(start, String.valueOf(exception.getMessage()).substring(0, start.length()));
    }

    private static TlsProbe probe(Pki pki) {
        return new TlsProbe(pki.tlsOfNobody());
    }

    private Pki pki(String name, ServerNames names) {
        Pki pki = new Pki(
                new PkiDirectory(directory.resolve(name)),
                Optional.of(PASSWORD),
                Clock.systemUTC(),
                new SecureRandom());
        pki.init(Pki.CA_NAME, Terms.usualOfCa(), false);
        pki.issue(CertificateKind.KME, CAROL, names, Terms.usual(), false);
        return pki;
    }

    /** Takes one connection: speaks TLS if it can, and hangs up. */
    private static CompletableFuture<Void> serve(ServerSocket server) {
        return CompletableFuture.runAsync(() -> {
            try (Socket socket = server.accept()) {
                if (socket instanceof SSLSocket secure) {
                    secure.startHandshake();
                }
            } catch (IOException e) {
                // It missed the other's certificate, or the other did not like its own.
            }
        });
    }

    private static ServerSocket secure(Pki pki) throws Exception {
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store(pki.directory().files(CertificateKind.KME, "carol").keyStore()), PASSWORD.characters());
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store(pki.directory().trustStore()));
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        SSLServerSocket server = (SSLServerSocket)
                context.getServerSocketFactory().createServerSocket(0, 1, InetAddress.getByName("localhost"));
        server.setNeedClientAuth(true);
        return server;
    }

    private static KeyStore store(Path file) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream content = Files.newInputStream(file)) {
            store.load(content, PASSWORD.characters());
        }
        return store;
    }

    private static TopologyNode carol(int httpsPort) {
        int port = httpsPort - TopologyNode.HTTPS_OFFSET;
        return new TopologyNode(
                NodeType.CLIENT,
                CAROL,
                URI.create("http://localhost:" + port + "/client/carol"),
                OptionalInt.of(port),
                List.of(new SaeId("sam")),
                Map.of(),
                true);
    }
}
