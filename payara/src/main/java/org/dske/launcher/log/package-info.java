/** The logs of nodes. */
@NullMarked
package org.dske.launcher.log;

import org.jspecify.annotations.NullMarked;
