package org.dske.ledger;

import java.util.Comparator;
import org.dske.key.NodeName;
import org.jspecify.annotations.Nullable;

/**
 * One of the machines that a node shares PSRD with.
 *
 * @param name the node's name
 * @param instance which of the machines that are the same node; empty if it is the only one
 */
public record PeerName(NodeName name, String instance) implements Comparable<PeerName> {
    private static final Comparator<PeerName> ORDER =
            Comparator.comparing(PeerName::name).thenComparing(PeerName::instance);

    /** The only machine of a node. */
    public static PeerName of(NodeName name) {
        return new PeerName(name, "");
    }

    /**
     * A client, as a message names it.
     *
     * @param instance which of its machines, spelled like a node's name; null if it is the only one
     */
    public static PeerName of(String client, @Nullable String instance) {
        if (instance != null) {
            NodeName.requireAllowed("instance", instance);
        }
        return new PeerName(new NodeName(client), instance == null ? "" : instance);
    }

    @Override
    public int compareTo(PeerName other) {
        return ORDER.compare(this, other);
    }

    /** The name, and behind a slash the instance if there are several. */
    @Override
    public String toString() {
        return instance.isEmpty() ? name.name() : name + "/" + instance;
    }
}
