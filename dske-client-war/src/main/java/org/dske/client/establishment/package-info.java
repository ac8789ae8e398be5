/** Making keys, as initiator: in which mode they are shared, and how their shares get to the hubs. Source: protocol, section 5. */
@NullMarked
package org.dske.client.establishment;

import org.jspecify.annotations.NullMarked;
