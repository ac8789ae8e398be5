package org.dske.launcher.doctor.check;

import java.util.List;

/**
 * Whether what only a laboratory may do is to be had for others.
 *
 * @param nodes the nodes here that are in a laboratory
 * @param reached those of them that other machines reach
 */
public record LaboratoryCheck(List<String> nodes, List<String> reached) implements Check {
    private static final String NAME = "laboratory";

    public LaboratoryCheck {
        nodes = List.copyOf(nodes);
        reached = List.copyOf(reached);
    }

    @Override
    public List<Finding> findings() {
        if (nodes.isEmpty()) {
            return List.of(Finding.success(NAME, "no node here is in one"));
        }
        return Check.orElse(
                reached.isEmpty()
                        ? List.of()
                        : List.of(
                                Finding.failure(
                                        NAME,
                                        "other machines reach " + String.join(", ", reached)
                                                + ": hubs take everybody in, and give PSRD to whoever asks",
                                        "take laboratory: true out of the topology, and enrol clients; or set host: localhost")),
                Finding.success(NAME, "only this machine reaches the nodes that are in one"));
    }
}
