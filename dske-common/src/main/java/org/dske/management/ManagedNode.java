package org.dske.management;

import java.util.List;

/** A hub or a client, as its management interface sees it. */
public interface ManagedNode {
    /**
     * What there is to see of the node: what JSON can be made of.
     *
     * @param mayReveal whether who asks may see the few secret bytes that are revealed for study, if the configuration has it so
     */
    Object status(boolean mayReveal);

    /** {@return what is counted and measured of the node: metrics, each with another name, without anything secret} */
    List<Metric> metrics();

    /** {@return what has to be well for the node to do its work, and whether it is; without anything else about the node} */
    List<Check> checks();

    /**
     * One of the things that have to be well.
     *
     * @param name a word, the same for all nodes of a kind
     * @param up whether it is well
     */
    record Check(String name, boolean up) {}

    /** Ends the node's work in good order: it wipes its secrets and, if it keeps no state, takes leave of its peers. */
    void stop();
}
