/**
 * A key's way through the hubs: split and scattered by the initiator, gathered and joined by the responder. Source:
 * protocol, section 5.
 */
@NullMarked
package org.dske.client.relay;

import org.jspecify.annotations.NullMarked;
