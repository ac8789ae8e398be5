/**
 * Which bytes of PSRD a message uses: allocations and the fragments that they consist of, as they are written on the wire. Source:
 * protocol, section 2.
 */
@NullMarked
package org.dske.allocation;

import org.jspecify.annotations.NullMarked;
