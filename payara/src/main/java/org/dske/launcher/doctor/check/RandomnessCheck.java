package org.dske.launcher.doctor.check;

import java.util.List;
import java.util.stream.Stream;

/**
 * Where random numbers come from.
 *
 * @param nodes what nodes that run say of theirs
 * @param devices the devices of nodes here that cannot be read, in words such as {@code hub hank: /dev/qrng, there is no such file}
 */
public record RandomnessCheck(List<Node> nodes, List<String> devices) implements Check {
    private static final String NAME = "randomness";

    public RandomnessCheck {
        nodes = List.copyOf(nodes);
        devices = List.copyOf(devices);
    }

    /**
     * A node that runs.
     *
     * @param name such as {@code hub hank}
     * @param isHealthy whether it has random numbers
     * @param failure what is wrong with its device; empty if nothing is
     */
    public record Node(String name, boolean isHealthy, String failure) {}

    @Override
    public List<Finding> findings() {
        Stream<Finding> unreadable = devices.stream()
                .map(device -> Finding.failure(
                        NAME,
                        "the device of " + device,
                        "connect it, or correct dske.random.device: the node does not start without it"));
        Stream<Finding> unhealthy = nodes.stream()
                .filter(node -> !node.isHealthy())
                .map(node -> Finding.failureOfNode(
                        NAME,
                        node.name() + " has none: " + node.failure(),
                        "see to its device; the node goes on when it is well again"));
        return Check.orElse(
                Stream.concat(unreadable, unhealthy).toList(),
                Finding.success(
                        NAME,
                        nodes.isEmpty()
                                ? "the system's; no node is asked, since none answers"
                                : "all " + nodes.size() + " nodes that answer have random numbers"));
    }
}
