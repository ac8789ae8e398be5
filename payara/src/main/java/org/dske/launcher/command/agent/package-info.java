/** The commands by which keys get to programs that do not ask for them. */
@NullMarked
package org.dske.launcher.command.agent;

import org.jspecify.annotations.NullMarked;
