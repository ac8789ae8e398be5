/** Commands that help to run a network: what is wrong with it, what to send to whoever helps, and what a shell completes. */
@NullMarked
package org.dske.launcher.command.support;

import org.jspecify.annotations.NullMarked;
