package org.dske.launcher.server;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.dske.launcher.LauncherException;
import org.dske.launcher.topology.TopologyNode;

/** What the server is told before it starts: its listeners, and what of its defaults does not suit the nodes. */
final class BootCommands {
    static final String CONFIG = "configs.config.server-config.";
    static final String PROTOCOL = CONFIG + "network-config.protocols.protocol.";

    private static final String FIRST_LISTENER =
            CONFIG + "network-config.network-listeners.network-listener.http-listener.";
    private static final String FIRST_PROTOCOL = "http-listener";
    private static final String FIRST_THREADS = "http-thread-pool";
    private static final int THREADS = 128;
    private static final String ANY_ADDRESS = "0.0.0.0";

    private BootCommands() {}

    /** The commands, one a line. The first node's port is the one of the server's own listener. */
    static List<String> of(ServerPlan plan) {
        String address = listenAddress(plan.topology().host());
        List<String> commands = new ArrayList<>(http(FIRST_PROTOCOL));
        commands.add(
                "set " + CONFIG + "thread-pools.thread-pool." + FIRST_THREADS + ".max-thread-pool-size=" + THREADS);
        commands.add("set " + FIRST_LISTENER + "address=" + address);
        for (TopologyNode node : plan.nodes()) {
            boolean first = node.equals(plan.nodes().get(0));
            // By the port: a node's name could be that of something that the server has.
            int port = node.port().orElseThrow();
            String threads = first ? FIRST_THREADS : "threads-" + port;
            if (!first) {
                commands.addAll(ofFurther(port, address, threads));
            }
            if (node.tls()) {
                commands.addAll(HttpsCommands.of(node, address, threads, plan.keyStores()));
            }
        }
        return commands;
    }

    /** What of the defaults does not suit the nodes, of HTTP as of HTTPS. */
    static List<String> http(String protocol) {
        return set(
                PROTOCOL + protocol + ".http.",
                Map.of(
                        // After that many requests the server closes a connection. Its default of 250 is for
                        // browsers; a client and a hub keep theirs.
                        "max-connections", "1000000",
                        "server-header", "false",
                        "xpowered-by", "false",
                        // An SAE ID is any string, and may have a slash.
                        "encoded-slash-enabled", "true",
                        // Some encryptors send a body with GET.
                        "allow-payload-for-undefined-http-methods", "true",
                        "timeout-seconds", "60",
                        "request-timeout-seconds", "60"));
    }

    /** Commands that set attributes of one part of the configuration, by name. */
    static List<String> set(String part, Map<String, String> attributes) {
        return attributes.entrySet().stream()
                .map(attribute -> "set " + part + attribute.getKey() + "=" + attribute.getValue())
                .sorted()
                .toList();
    }

    // A client's threads wait for hubs. If both came out of one pool, many waiting clients would leave none for the
    // hubs.
    private static List<String> ofFurther(int port, String address, String threads) {
        return List.of(
                "create-threadpool --minthreadpoolsize 1 --maxthreadpoolsize " + THREADS + " " + threads,
                "create-network-listener --listenerport " + port + " --address " + address + " --threadpool " + threads
                        + " --protocol " + FIRST_PROTOCOL + " listener-" + port);
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
}
