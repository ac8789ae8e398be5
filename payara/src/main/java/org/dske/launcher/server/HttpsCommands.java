package org.dske.launcher.server;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.dske.launcher.pki.CertificateKind;
import org.dske.launcher.pki.PkiDirectory;
import org.dske.launcher.topology.TopologyNode;
import org.dske.tls.PemProvider;

/**
 * A client's HTTPS listener: TLS 1.2 and 1.3 with its own certificate, for those alone who show one of the CAs' that is not revoked. What
 * the server is configured with it writes into files that everybody may read, and prints: there is no password in it, since keys and
 * certificates come out of PEM files, by {@link PemProvider}.
 */
final class HttpsCommands {
    /** An entry that each server's own keystore has: without one it asks nobody for a key. */
    private static final String ANY_ENTRY = "s1as";

    /** With forward secrecy and authenticated encryption: keys that go over the wire stay secret when a server's key gets lost. */
    private static final List<String> CIPHER_SUITES = List.of(
            "TLS_AES_256_GCM_SHA384",
            "TLS_CHACHA20_POLY1305_SHA256",
            "TLS_AES_128_GCM_SHA256",
            "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
            "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256",
            "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256");
    /** A session that is resumed is not checked anew: not for long after its certificate's end. */
    private static final int SESSION_SECONDS = 300;

    private HttpsCommands() {}

    static List<String> of(TopologyNode node, String address, String threads, PkiDirectory pki) {
        int port = node.httpsPort().orElseThrow();
        // Not by the node's name, which may have dots: they would part the names of attributes.
        String protocol = "https-" + port;
        List<String> commands = new ArrayList<>(List.of(
                "create-protocol --securityenabled=true " + protocol,
                "create-http --default-virtual-server server " + protocol,
                "create-ssl --type http-listener --certname " + ANY_ENTRY + " " + protocol,
                "create-network-listener --listenerport " + port + " --address " + address + " --threadpool " + threads
                        + " --protocol " + protocol + " " + protocol + "-listener"));
        commands.addAll(HttpProtocol.http(protocol));
        commands.addAll(HttpProtocol.set(
                protocol,
                "ssl",
                Map.of(
                        "key-algorithm",
                        keyAlgorithm(node, pki),
                        "trust-algorithm",
                        PemProvider.ALGORITHM,
                        "client-auth",
                        "need",
                        "tls12-enabled",
                        "true",
                        "tls13-enabled",
                        "true",
                        "ssl3-tls-ciphers",
                        "+" + String.join(",+", CIPHER_SUITES),
                        "tls-session-timeout",
                        String.valueOf(SESSION_SECONDS))));
        return commands;
    }

    private static String keyAlgorithm(TopologyNode node, PkiDirectory pki) {
        String certificate = pki.path()
                .relativize(
                        pki.files(CertificateKind.KME, node.name().toString()).certificate())
                .toString();
        return PemProvider.ALGORITHM + "/" + certificate.substring(0, certificate.lastIndexOf('.'));
    }
}
