package org.dske.launcher.doctor.check;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The ports of the nodes that are started here.
 *
 * @param ports each of them
 */
public record PortCheck(List<Port> ports) implements Check {
    private static final String NAME = "ports";

    public PortCheck {
        ports = List.copyOf(ports);
    }

    /**
     * A port.
     *
     * @param number its number
     * @param node whose it is, such as {@code hub hank}
     * @param runs whether that node runs
     * @param obstacle why it cannot be had, such as {@code is in use by process 7 (java)}; empty if it is free
     * @param isItsOwn whether it is the node that has it
     */
    public record Port(int number, String node, boolean runs, Optional<String> obstacle, boolean isItsOwn) {}

    @Override
    public List<Finding> findings() {
        long held = ports.stream().filter(Port::isItsOwn).count();
        return Check.orElse(
                ports.stream().flatMap(PortCheck::wrong).toList(),
                Finding.success(
                        NAME,
                        "of " + ports.size() + " ports of nodes here " + held + " are in use by their nodes, and "
                                + (ports.size() - held) + " are free"));
    }

    private static Stream<Finding> wrong(Port port) {
        String what = "port " + port.number() + " of " + port.node();
        if (port.obstacle().isEmpty()) {
            return port.runs()
                    ? Stream.of(Finding.failure(
                            NAME,
                            what + " is free, though the node runs",
                            "wait if it is being started, else see ./dske logs, and start it again"))
                    : Stream.empty();
        }
        return port.isItsOwn()
                ? Stream.empty()
                : Stream.of(Finding.failure(
                        NAME,
                        what + " " + port.obstacle().get(),
                        "stop that, or give the node another port in the topology (base-port, port)"));
    }
}
