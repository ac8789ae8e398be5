/** Commands about what nodes keep. */
@NullMarked
package org.dske.launcher.command.store;

import org.jspecify.annotations.NullMarked;
