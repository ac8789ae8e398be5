/** A network as it goes on: what is seen at one moment, and what became of it until the next. */
@NullMarked
package org.dske.launcher.watch;

import org.jspecify.annotations.NullMarked;
