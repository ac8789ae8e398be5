package org.dske.launcher.topology;

import java.util.Locale;

/** The two kinds of nodes. Hubs come first, in the order of ports as in the order of starting. */
public enum NodeType {
    /** A security hub. */
    HUB,
    /** A client (KME). */
    CLIENT;

    /** The word that paths and the status use: {@code hub} or {@code client}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
