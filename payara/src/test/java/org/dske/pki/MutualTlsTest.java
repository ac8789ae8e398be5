package org.dske.pki;

import static org.dske.pki.TestPki.CAROL;
import static org.dske.pki.TestPki.LOCALHOST;
import static org.dske.pki.TestPki.SAM;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.dske.pki.Terms.KeyType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Handshakes over loopback with nothing but the written PKCS#12 files, the client checking the server's name. */
class MutualTlsTest {
    private static final int TIMEOUT = 20_000;

    @TempDir
    @SuppressWarnings("NullAway.Init") // Set by JUnit.
    private Path directory;

    @ParameterizedTest
    @EnumSource
    void bothSidesKnowEachOtherInBothVersionsOfTls(KeyType keyType) throws Exception {
        Pki pki = pki(directory, keyType);

        assertEquals("TLSv1.3 CN=carol CN=sam", connect(pki, pki, "TLSv1.3"));
        assertEquals("TLSv1.2 CN=carol CN=sam", connect(pki, pki, "TLSv1.2"));
    }

    @Test
    void aClientOfAnotherCaDoesNotConnect() throws Exception {
        Pki pki = pki(directory, KeyType.EC);
        Pki other = pki(Files.createDirectories(directory.resolve("other")), KeyType.EC);
        // The client trusts the server, but the server not the client.
        Files.copy(
                pki.directory().trustStore(),
                other.directory().trustStore(),
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);

        assertThrows(IOException.class, () -> connect(pki, other, "TLSv1.2"));
    }

    private static Pki pki(Path directory, KeyType keyType) {
        PkiDirectory files = new PkiDirectory(directory.resolve("pki"));
        Pki pki = new Pki(files, Optional.of(TestPki.PASSWORD), Clock.systemUTC(), new SecureRandom());
        Terms terms = new Terms(keyType, 10);
        pki.init(Pki.CA_NAME, Terms.usualOfCa(), false);
        pki.issue(CertificateKind.KME, CAROL, LOCALHOST, terms, false);
        pki.issue(SAM, terms, false);
        return pki;
    }

    /** Connects and tells the protocol, and who each side says the other is. */
    private static String connect(Pki ofServer, Pki ofClient, String protocol) throws Exception {
        SSLContext server = context(ofServer, CertificateKind.KME, "carol");
        SSLContext client = context(ofClient, CertificateKind.SAE, "sam");
        InetAddress loopback = InetAddress.getLoopbackAddress();
        try (SSLServerSocket listener =
                (SSLServerSocket) server.getServerSocketFactory().createServerSocket(0, 1, loopback)) {
            listener.setNeedClientAuth(true);
            listener.setSoTimeout(TIMEOUT);
            CompletableFuture<String> seen = CompletableFuture.supplyAsync(() -> serve(listener));
            String peer;
            try (SSLSocket socket =
                    (SSLSocket) client.getSocketFactory().createSocket(loopback, listener.getLocalPort())) {
                socket.setSoTimeout(TIMEOUT);
                SSLParameters parameters = socket.getSSLParameters();
                parameters.setProtocols(new String[] {protocol});
                parameters.setEndpointIdentificationAlgorithm("HTTPS");
                socket.setSSLParameters(parameters);
                socket.startHandshake();
                // In TLS 1.3 the client has its answer only when it reads.
                assertEquals('!', socket.getInputStream().read());
                assertEquals(protocol, socket.getSession().getProtocol());
                peer = peer(socket);
            }
            // Not before the client has closed: in TLS 1.3 the server waits for that.
            return protocol + " " + peer + " " + seen.get(TIMEOUT, TimeUnit.MILLISECONDS);
        }
    }

    private static String serve(SSLServerSocket listener) {
        try (SSLSocket socket = (SSLSocket) listener.accept()) {
            socket.setSoTimeout(TIMEOUT);
            socket.startHandshake();
            String peer = peer(socket);
            socket.getOutputStream().write('!');
            return peer;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static String peer(SSLSocket socket) throws IOException {
        X509Certificate certificate = (X509Certificate) socket.getSession().getPeerCertificates()[0];
        return certificate.getSubjectX500Principal().getName();
    }

    private static SSLContext context(Pki pki, CertificateKind kind, String name) throws Exception {
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(
                TestPki.keyStore(pki.directory().files(kind, name).keyStore(), TestPki.PASSWORD),
                TestPki.PASSWORD.characters());
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(TestPki.keyStore(pki.directory().trustStore(), TestPki.PASSWORD));
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }
}
