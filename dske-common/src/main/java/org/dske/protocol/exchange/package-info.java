/**
 * The messages of {@code POST exchange}, which carries what is waiting for a hub. Their constructors refuse what cannot be understood as a
 * whole; what is wrong with one entry alone is for the hub to say in that entry's answer. Source: protocol, section 3.
 */
@NullMarked
package org.dske.protocol.exchange;

import org.jspecify.annotations.NullMarked;
