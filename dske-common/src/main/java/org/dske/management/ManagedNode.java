package org.dske.management;

import java.util.List;

/** A hub or a client, as its management interface sees it. */
public interface ManagedNode {
    /** {@return what there is to see of the node: what JSON can be made of, without secret bytes unless they are to be revealed} */
    Object status();

    /** {@return what is counted and measured of the node: metrics, each with another name, without anything secret} */
    List<Metric> metrics();

    /** Ends the node's work in good order: it wipes its secrets and, if it keeps no state, takes leave of its peers. */
    void stop();
}
