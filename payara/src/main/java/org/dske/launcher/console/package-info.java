/** A network as a page in a browser: what is seen of its nodes, and the way of its keys. */
@NullMarked
package org.dske.launcher.console;

import org.jspecify.annotations.NullMarked;
