/** Shares on their way to a hub and back, in signed exchanges. Source: protocol, section 3. */
@NullMarked
package org.dske.client.keyshare;

import org.jspecify.annotations.NullMarked;
