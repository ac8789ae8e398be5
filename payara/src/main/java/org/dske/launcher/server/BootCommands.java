package org.dske.launcher.server;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.dske.launcher.LauncherException;
import org.dske.launcher.topology.TopologyNode;
import org.dske.pki.PkiDirectory;
import org.dske.provider.PemProvider;

/** What the server is told before it starts: its listeners, and what of its defaults does not suit the nodes. */
final class BootCommands {
    private static final String CONFIG = "configs.config.server-config.";
    private static final String METRICS = CONFIG + "microprofile-metrics-configuration.";
    private static final String FIRST_PROTOCOL = "http-listener";
    private static final String FIRST_THREADS = "http-thread-pool";
    /** Half as many again as the requests of one address, which so leave some for others. */
    private static final int THREADS = 192;

    private static final String ANY_ADDRESS = "0.0.0.0";

    /**
     * It would answer at {@code /metrics}, {@code /health} and {@code /openapi} of every port, the encryptors' as well. What is only off
     * still answers that it is; at a virtual server that there is not it does not.
     */
    private static final List<String> NOTHING_OF_THE_SERVERS_OWN = List.of(
            // By its own command only when the service runs, which is later.
            "set " + METRICS + "enabled=false",
            "set " + METRICS + "virtual-servers=none",
            "set-microprofile-healthcheck-configuration --enabled=false",
            "set-openapi-configuration --enabled=false --virtualServers=none");

    /** What of the defaults does not suit the nodes, of HTTP as of HTTPS. */
    private static final Map<String, String> HTTP = Map.of(
            // After that many requests the server closes a connection. Its default of 250 is for browsers; nodes keep
            // theirs.
            "max-connections", "1000000",
            // Nobody here speaks it, and what is said of the end of a message holds for HTTP/1.1.
            "http2-enabled", "false",
            "server-header", "false",
            // The nodes' own filters refuse it. The server would before they have seen how the request is framed.
            "trace-enabled", "true",
            // An SAE ID is any string, and may have a slash.
            "encoded-slash-enabled", "true",
            // Some encryptors send a body with GET.
            "allow-payload-for-undefined-http-methods", "true",
            "timeout-seconds", "60",
            "request-timeout-seconds", "60");

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

    private BootCommands() {}

    /** The commands, one a line. The first node's port is the one of the server's own listener. */
    static List<String> of(ServerPlan plan) {
        String address = listenAddress(plan.topology().host());
        List<String> commands = new ArrayList<>(set(FIRST_PROTOCOL, "http", HTTP));
        commands.add(
                "set " + CONFIG + "thread-pools.thread-pool." + FIRST_THREADS + ".max-thread-pool-size=" + THREADS);
        commands.add(
                "set " + CONFIG + "network-config.network-listeners.network-listener.http-listener.address=" + address);
        commands.addAll(NOTHING_OF_THE_SERVERS_OWN);
        for (TopologyNode node : plan.nodes()) {
            // By the port: a node's name could be that of something that the server has.
            int port = node.port().orElseThrow();
            String threads = FIRST_THREADS;
            if (!node.equals(plan.nodes().get(0))) {
                // A client's threads wait for hubs: out of one pool, many waiting clients would leave none for the
                // hubs.
                threads = "threads-" + port;
                commands.add("create-threadpool --minthreadpoolsize 1 --maxthreadpoolsize " + THREADS + " " + threads);
                commands.add(listener(port, address, threads, FIRST_PROTOCOL, "listener-" + port));
            }
            if (node.tls()) {
                commands.addAll(https(node, address, threads, plan.pki()));
            }
            for (int own : node.ownPorts()) {
                commands.add(listener(
                        own,
                        node.isManagementAlone(own) ? listenAddress(node.managementHost()) : address,
                        threads,
                        node.isTls(own) ? httpsProtocol(node) : FIRST_PROTOCOL,
                        "listener-" + own));
            }
        }
        return commands;
    }

    private static String listener(int port, String address, String threads, String protocol, String name) {
        return "create-network-listener --listenerport " + port + " --address " + address + " --threadpool " + threads
                + " --protocol " + protocol + " " + name;
    }

    /** A loopback name means that nobody else is to reach the nodes; any other that the machine has several addresses. */
    private static String listenAddress(String host) {
        try {
            InetAddress address = InetAddress.getByName(host);
            return address.isLoopbackAddress() ? address.getHostAddress() : ANY_ADDRESS;
        } catch (UnknownHostException e) {
            throw new LauncherException("the host " + host + " of the topology cannot be found");
        }
    }

    /**
     * A node's HTTPS listener: TLS 1.2 and 1.3 with its own certificate, for those alone who show one of the CAs' that is not revoked.
     * What the server is configured with it writes into files that everybody may read, and prints: there is no password in it, since keys
     * and certificates come out of PEM files, by {@link PemProvider}.
     */
    private static List<String> https(TopologyNode node, String address, String threads, PkiDirectory pki) {
        int port = node.httpsPort().orElseThrow();
        String protocol = httpsProtocol(node);
        List<String> commands = new ArrayList<>(List.of(
                "create-protocol --securityenabled=true " + protocol,
                "create-http --default-virtual-server server " + protocol,
                "create-ssl --type http-listener --certname " + ANY_ENTRY + " " + protocol,
                listener(port, address, threads, protocol, protocol + "-listener")));
        commands.addAll(set(protocol, "http", HTTP));
        Map<String, String> ssl = Map.of(
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
                String.valueOf(SESSION_SECONDS));
        commands.addAll(set(protocol, "ssl", ssl));
        return commands;
    }

    /** Not by the node's name, which may have dots: they would part the names of attributes. */
    private static String httpsProtocol(TopologyNode node) {
        return "https-" + node.httpsPort().orElseThrow();
    }

    private static String keyAlgorithm(TopologyNode node, PkiDirectory pki) {
        Path file = pki.files(node.type().certificate(), node.name().toString()).certificate();
        String certificate = pki.path().relativize(file).toString();
        return PemProvider.ALGORITHM + "/" + certificate.substring(0, certificate.lastIndexOf('.'));
    }

    /** Commands that set attributes of one part of a protocol. */
    private static List<String> set(String protocol, String part, Map<String, String> attributes) {
        String prefix = "set " + CONFIG + "network-config.protocols.protocol." + protocol + "." + part + ".";
        return attributes.entrySet().stream()
                .map(attribute -> prefix + attribute.getKey() + "=" + attribute.getValue())
                .sorted()
                .toList();
    }
}
