/** Signatures on the in-band interface, as the hub checks and makes them. */
@NullMarked
package org.dske.hub.signature;

import org.jspecify.annotations.NullMarked;
