package org.dske.integration;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedKeyManager;
import org.dske.testing.Http;
import org.dske.testing.Response;

/**
 * One end of TLS that trusts a network's CA, checks the server's name, and shows a certificate whether the server wants one of that
 * CA or not.
 */
final class TlsPeer {
    private static final int TIMEOUT_MILLIS = 20_000;
    private static final int HANDSHAKE = 22;

    private final SSLContext context;
    private final List<Principal> wanted = new CopyOnWriteArrayList<>();

    private TlsPeer(X509Certificate trusted, Optional<CertificateAuthority.Identity> identity) {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setCertificateEntry("ca", trusted);
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            context = SSLContext.getInstance("TLS");
            context.init(
                    identity.map(shown -> new KeyManager[] {new Showing(shown)}).orElse(new KeyManager[0]),
                    trust.getTrustManagers(),
                    null);
        } catch (GeneralSecurityException | IOException e) {
            throw new AssertionError(e);
        }
    }

    static TlsPeer of(LaunchedNetwork network, CertificateAuthority.Identity identity) {
        return new TlsPeer(network.caCertificate(), Optional.of(identity));
    }

    static TlsPeer withoutCertificate(LaunchedNetwork network) {
        return new TlsPeer(network.caCertificate(), Optional.empty());
    }

    /** Sends a request over a connection of its own. */
    Response send(String method, String url, String body, String... headers) {
        int port = URI.create(url).getPort();
        return Http.send(() -> connect(port, "TLSv1.3"), method, url, body.getBytes(StandardCharsets.UTF_8), headers);
    }

    /** The CAs that servers said they trust. */
    List<String> wanted() {
        return wanted.stream().map(Principal::getName).distinct().toList();
    }

    /** A handshake in one version of TLS, with given cipher suites or the usual ones. */
    SSLSocket connect(int port, String protocol, String... cipherSuites) throws IOException {
        return connect(InetAddress.getLoopbackAddress(), port, protocol, cipherSuites);
    }

    /** The same from an address of this machine. */
    SSLSocket connect(InetAddress from, int port, String protocol, String... cipherSuites) throws IOException {
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket("localhost", port, from, 0);
        try {
            socket.setSoTimeout(TIMEOUT_MILLIS);
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setProtocols(new String[] {protocol});
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            parameters.setApplicationProtocols(new String[] {"h2", "http/1.1"});
            if (cipherSuites.length > 0) {
                parameters.setCipherSuites(cipherSuites);
            }
            socket.setSSLParameters(parameters);
            socket.startHandshake();
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /** The first message of a client that offers nothing newer than a version (RFC 5246, section 7.4.1.2). */
    static byte[] clientHello(int minor) {
        byte[] suites = {
            (byte) 0xC0, 0x2F, (byte) 0xC0, 0x30, (byte) 0xC0, 0x13, (byte) 0xC0, 0x14, 0x00, 0x2F, 0x00, 0x35
        };
        // The groups that the server could use: P-256; its signatures: RSA and ECDSA with SHA-256.
        byte[] extensions = {
            0x00, 0x0A, 0x00, 0x04, 0x00, 0x02, 0x00, 0x17, 0x00, 0x0B, 0x00, 0x02, 0x01, 0x00, 0x00, 0x0D, 0x00, 0x06,
            0x00, 0x04, 0x04, 0x01, 0x04, 0x03
        };
        int length = 2 + 32 + 1 + 2 + suites.length + 2 + 2 + extensions.length;
        return ByteBuffer.allocate(5 + 4 + length)
                .put((byte) HANDSHAKE)
                .put((byte) 3)
                .put((byte) Math.min(minor, 1))
                .putShort((short) (4 + length))
                .put((byte) 1)
                .put((byte) 0)
                .putShort((short) length)
                .put((byte) 3)
                .put((byte) minor)
                .put(new byte[32])
                .put((byte) 0)
                .putShort((short) suites.length)
                .put(suites)
                .put((byte) 1)
                .put((byte) 0)
                .putShort((short) extensions.length)
                .put(extensions)
                .array();
    }

    /** Shows one certificate, always. */
    private final class Showing extends X509ExtendedKeyManager {
        private static final String ALIAS = "shown";

        private final CertificateAuthority.Identity identity;

        private Showing(CertificateAuthority.Identity identity) {
            this.identity = identity;
        }

        @Override
        public String chooseClientAlias(String[] keyTypes, Principal[] issuers, Socket socket) {
            wanted.addAll(List.of(issuers));
            return ALIAS;
        }

        @Override
        public String chooseEngineClientAlias(String[] keyTypes, Principal[] issuers, SSLEngine engine) {
            wanted.addAll(List.of(issuers));
            return ALIAS;
        }

        @Override
        public X509Certificate[] getCertificateChain(String alias) {
            return new X509Certificate[] {identity.certificate()};
        }

        @Override
        public PrivateKey getPrivateKey(String alias) {
            return identity.key();
        }

        @Override
        public String[] getClientAliases(String keyType, Principal[] issuers) {
            return new String[] {ALIAS};
        }

        @Override
        public String chooseServerAlias(String keyType, Principal[] issuers, Socket socket) {
            throw new AssertionError("this is no server");
        }

        @Override
        public String[] getServerAliases(String keyType, Principal[] issuers) {
            throw new AssertionError("this is no server");
        }
    }
}
