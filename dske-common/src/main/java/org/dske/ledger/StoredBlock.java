package org.dske.ledger;

import java.util.UUID;

/**
 * A block of PSRD as the store knows it.
 *
 * @param uuid its name
 * @param size its bytes, used and unused
 * @param origin how it came
 * @param storedFrom index of the first stored byte: what is before it is in memory, or gone; the size if nothing is stored
 */
public record StoredBlock(UUID uuid, int size, Origin origin, int storedFrom) {}
