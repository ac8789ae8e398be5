/** What of a hub's refusals goes into its audit log. */
@NullMarked
package org.dske.hub.refusal;

import org.jspecify.annotations.NullMarked;
