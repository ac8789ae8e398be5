package org.dske.ledger;

import java.util.UUID;

/**
 * Which life of a store a node lives: so that its peers notice when it was restored from a backup, or cloned. Source: protocol, section
 * 1.
 *
 * @param id made with the store
 * @param start how often it was started, counted up durably before the node says anything
 * @param run random, and new at each start
 */
public record Incarnation(UUID id, long start, UUID run) {}
