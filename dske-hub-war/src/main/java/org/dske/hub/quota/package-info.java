/** How much clients may make a hub hold. */
@NullMarked
package org.dske.hub.quota;

import org.jspecify.annotations.NullMarked;
