package org.dske.launcher.server;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import org.dske.launcher.LauncherException;
import org.dske.launcher.topology.TopologyNode;

/** What the server is told before it starts: its listeners, and what of its defaults does not suit the nodes. */
final class BootCommands {
    private static final String CONFIG = "configs.config.server-config.";
    private static final String HTTP = CONFIG + "network-config.protocols.protocol.http-listener.http.";
    private static final String FIRST_LISTENER =
            CONFIG + "network-config.network-listeners.network-listener.http-listener.";
    private static final int THREADS = 128;
    private static final String ANY_ADDRESS = "0.0.0.0";

    private BootCommands() {}

    /** The commands, one a line. The first node's port is the one of the server's own listener. */
    static List<String> of(ServerPlan plan) {
        String address = listenAddress(plan.topology().host());
        List<String> commands = new ArrayList<>(List.of(
                // After that many requests the server closes a connection. Its default of 250 is for browsers; a client
                // and
                // a hub keep theirs.
                "set " + HTTP + "max-connections=1000000",
                "set " + HTTP + "server-header=false",
                "set " + HTTP + "xpowered-by=false",
                // An SAE ID is any string, and may have a slash.
                "set " + HTTP + "encoded-slash-enabled=true",
                // Some encryptors send a body with GET.
                "set " + HTTP + "allow-payload-for-undefined-http-methods=true",
                "set " + HTTP + "timeout-seconds=60",
                "set " + HTTP + "request-timeout-seconds=60",
                "set " + CONFIG + "thread-pools.thread-pool.http-thread-pool.max-thread-pool-size=" + THREADS,
                "set " + FIRST_LISTENER + "address=" + address));
        plan.nodes().stream().skip(1).forEach(node -> commands.addAll(ofFurther(node, address)));
        return commands;
    }

    // A client's threads wait for hubs. If both came out of one pool, many waiting clients would leave none for the
    // hubs.
    private static List<String> ofFurther(TopologyNode node, String address) {
        String threads = node.name() + "-threads";
        return List.of(
                "create-threadpool --minthreadpoolsize 1 --maxthreadpoolsize " + THREADS + " " + threads,
                "create-network-listener --listenerport " + node.port().orElseThrow() + " --address " + address
                        + " --threadpool " + threads + " --protocol http-listener " + node.name() + "-listener");
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
