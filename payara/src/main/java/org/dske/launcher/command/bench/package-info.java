/** Commands that measure. */
@NullMarked
package org.dske.launcher.command.bench;

import org.jspecify.annotations.NullMarked;
