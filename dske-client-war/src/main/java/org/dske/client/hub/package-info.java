/** A hub as its client sees it: registration, pools, signed exchanges, and the supply of PSRD. */
@NullMarked
package org.dske.client.hub;

import org.jspecify.annotations.NullMarked;
