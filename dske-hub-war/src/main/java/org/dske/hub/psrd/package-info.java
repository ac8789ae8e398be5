/** Where the PSRD that a hub hands out comes from. */
@NullMarked
package org.dske.hub.psrd;

import org.jspecify.annotations.NullMarked;
