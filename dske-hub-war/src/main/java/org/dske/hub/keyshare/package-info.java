/** The shares that a hub holds for responders. */
@NullMarked
package org.dske.hub.keyshare;

import org.jspecify.annotations.NullMarked;
