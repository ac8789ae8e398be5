package org.dske.launcher.server;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import org.dske.launcher.LauncherException;
import org.dske.launcher.topology.TopologyNode;

/** What the server is told before it starts: its listeners, and what of its defaults does not suit the nodes. */
final class BootCommands {
    private static final String FIRST_LISTENER =
            HttpProtocol.CONFIG + "network-config.network-listeners.network-listener.http-listener.";
    private static final String METRICS = HttpProtocol.CONFIG + "microprofile-metrics-configuration.";
    private static final String FIRST_PROTOCOL = "http-listener";
    private static final String FIRST_THREADS = "http-thread-pool";
    private static final int THREADS = 128;
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

    private BootCommands() {}

    /** The commands, one a line. The first node's port is the one of the server's own listener. */
    static List<String> of(ServerPlan plan) {
        String address = listenAddress(plan.topology().host());
        List<String> commands = new ArrayList<>(HttpProtocol.http(FIRST_PROTOCOL));
        commands.add("set " + HttpProtocol.CONFIG + "thread-pools.thread-pool." + FIRST_THREADS
                + ".max-thread-pool-size=" + THREADS);
        commands.add("set " + FIRST_LISTENER + "address=" + address);
        commands.addAll(NOTHING_OF_THE_SERVERS_OWN);
        for (TopologyNode node : plan.nodes()) {
            boolean first = node.equals(plan.nodes().get(0));
            // By the port: a node's name could be that of something that the server has.
            int port = node.port().orElseThrow();
            String threads = first ? FIRST_THREADS : "threads-" + port;
            if (!first) {
                commands.addAll(ofFurther(port, address, threads));
            }
            for (int own : node.ownPorts()) {
                commands.add(listener(own, address, threads, "listener-" + own));
            }
            if (node.tls()) {
                commands.addAll(HttpsCommands.of(node, address, threads, plan.pki()));
            }
        }
        return commands;
    }

    // A client's threads wait for hubs. If both came out of one pool, many waiting clients would leave none for the
    // hubs.
    private static List<String> ofFurther(int port, String address, String threads) {
        return List.of(
                "create-threadpool --minthreadpoolsize 1 --maxthreadpoolsize " + THREADS + " " + threads,
                listener(port, address, threads, "listener-" + port));
    }

    private static String listener(int port, String address, String threads, String name) {
        return "create-network-listener --listenerport " + port + " --address " + address + " --threadpool " + threads
                + " --protocol " + FIRST_PROTOCOL + " " + name;
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
