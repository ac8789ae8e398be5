package org.dske.launcher.server;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.dske.launcher.pki.CertificateFiles;
import org.dske.launcher.pki.CertificateKind;
import org.dske.launcher.pki.KeyStoreAccess;
import org.dske.launcher.topology.TopologyNode;

/**
 * A client's HTTPS listener: TLS 1.2 and 1.3 with its own certificate, for those alone who show one of the CA's. The server puts what
 * it is configured with into files that everybody may read, and prints commands that fail; so where certificates are and what opens
 * them is in its environment, to which the commands refer.
 */
final class HttpsCommands {
    static final String DIRECTORY_VARIABLE = "DSKE_PKI";
    static final String PASSWORD_VARIABLE = "DSKE_PKI_PASSWORD";

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

    static Map<String, String> environment(KeyStoreAccess keyStores) {
        return Map.of(
                DIRECTORY_VARIABLE,
                keyStores.directory().path().toAbsolutePath().toString(),
                PASSWORD_VARIABLE,
                new String(keyStores.password().characters()));
    }

    static List<String> of(TopologyNode node, String address, String threads, KeyStoreAccess keyStores) {
        int port = node.httpsPort().orElseThrow();
        // Not by the node's name, which may have dots: they would part the names of attributes.
        String protocol = "https-" + port;
        CertificateFiles files =
                keyStores.directory().files(CertificateKind.KME, node.name().toString());
        List<String> commands = new ArrayList<>(List.of(
                "create-protocol --securityenabled=true " + protocol,
                "create-http --default-virtual-server server " + protocol,
                "create-ssl --type http-listener --certname " + files.alias() + " " + protocol,
                "create-network-listener --listenerport " + port + " --address " + address + " --threadpool " + threads
                        + " --protocol " + protocol + " " + protocol + "-listener"));
        commands.addAll(BootCommands.http(protocol));
        commands.addAll(
                BootCommands.set(BootCommands.PROTOCOL + protocol + ".http.", Map.of("http2-enabled", "false")));
        commands.addAll(BootCommands.set(
                BootCommands.PROTOCOL + protocol + ".ssl.",
                Map.of(
                        "key-store", inEnvironment(keyStores, files.keyStore()),
                        "key-store-password", variable(PASSWORD_VARIABLE),
                        "trust-store",
                                inEnvironment(keyStores, keyStores.directory().trustStore()),
                        "trust-store-password", variable(PASSWORD_VARIABLE),
                        "client-auth", "need",
                        "tls12-enabled", "true",
                        "tls13-enabled", "true",
                        "ssl3-tls-ciphers", "+" + String.join(",+", CIPHER_SUITES),
                        "tls-session-timeout", String.valueOf(SESSION_SECONDS))));
        return commands;
    }

    private static String inEnvironment(KeyStoreAccess keyStores, Path file) {
        return variable(DIRECTORY_VARIABLE) + "/" + keyStores.directory().path().relativize(file);
    }

    private static String variable(String name) {
        return "${ENV=" + name + "}";
    }
}
