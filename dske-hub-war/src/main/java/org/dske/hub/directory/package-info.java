/** Whose the encryptors are. */
@NullMarked
package org.dske.hub.directory;

import org.jspecify.annotations.NullMarked;
