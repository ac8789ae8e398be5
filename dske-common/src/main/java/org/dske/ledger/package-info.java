/**
 * What a node keeps of its PSRD and its peers so that no crash brings a used byte back: the interfaces, and what they are made of.
 * <i>A byte that can be used is not in the store, and a byte in the store cannot have been used.</i> Source: protocol, section 2,
 * "Crashes".
 */
@NullMarked
package org.dske.ledger;

import org.jspecify.annotations.NullMarked;
