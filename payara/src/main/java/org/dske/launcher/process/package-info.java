/**
 * Processes of the operating system: whose they are, what ports they hold, what they said last.
 */
@NullMarked
package org.dske.launcher.process;

import org.jspecify.annotations.NullMarked;
