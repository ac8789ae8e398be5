package org.dske.launcher.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.dske.launcher.LauncherException;
import org.dske.launcher.network.Network;
import org.dske.launcher.topology.TopologyNode;

/**
 * What floods of requests that nobody has signed cost a hub, in processor time, as a multiple of the same flood of requests to a
 * path where there is nothing. The two take turns.
 *
 * @param rounds how often each has its turn
 * @param requests how many requests make a turn; fewer of large ones
 */
public record Floods(int rounds, int requests) {
    private static final List<String> SUITES = List.of("its", "classic");

    /**
     * Measures a hub that does nothing else.
     *
     * @param network the network
     * @param hub one of its hubs, in a process of its own that is ready
     * @return one element a kind of request, for each suite where it is a matter of the suite
     * @throws LauncherException if the hub takes a request, or fails
     */
    List<FloodCost> on(Network network, TopologyNode hub) {
        ProcessHandle process = network.process(hub)
                .orElseThrow(() -> new LauncherException("hub " + hub.name() + " does not run"))
                .handle();
        List<FloodCost> costs = new ArrayList<>();
        for (String suite : SUITES) {
            try (FloodedHub flooded = new FloodedHub(hub, process, suite)) {
                for (Flood flood : Flood.values()) {
                    if (flood.namesBytes()) {
                        costs.add(measure(flooded, flood, flood.what() + " (" + suite + ")"));
                    } else if (suite.equals(SUITES.get(0))) {
                        costs.add(measure(flooded, flood, flood.what()));
                    }
                }
            }
        }
        return costs;
    }

    private FloodCost measure(FloodedHub hub, Flood flood, String what) {
        int number = flood.requests(requests);
        List<Duration> refused = new ArrayList<>();
        List<Duration> notFound = new ArrayList<>();
        // Not counted: it warms the hub up.
        hub.refused(flood, number);
        hub.notFound(flood, number);
        for (int round = 0; round < rounds; round++) {
            refused.add(hub.refused(flood, number));
            notFound.add(hub.notFound(flood, number));
        }
        return new FloodCost(what, refused, notFound);
    }
}
