/**
 * The messages between hub and client as records: an object that exists is a valid message. Source: protocol,
 * sections 1 and 3.
 */
@NullMarked
package org.dske.protocol;

import org.jspecify.annotations.NullMarked;
