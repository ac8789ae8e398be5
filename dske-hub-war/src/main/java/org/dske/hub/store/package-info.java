/**
 * What a hub keeps: shares, who has fetched them, and whose the encryptors are; in memory, or in a database, which several instances of
 * the hub may have in common.
 */
@NullMarked
package org.dske.hub.store;

import org.jspecify.annotations.NullMarked;
