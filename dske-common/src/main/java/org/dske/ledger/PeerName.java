package org.dske.ledger;

import org.dske.key.NodeName;

/**
 * One of the machines that a node shares PSRD with.
 *
 * @param name the node's name
 * @param instance which of the machines that are the same node; empty if it is the only one
 */
public record PeerName(NodeName name, String instance) {}
