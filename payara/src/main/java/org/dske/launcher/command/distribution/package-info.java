/** Commands that bring the program to machines where it is not built. */
@NullMarked
package org.dske.launcher.command.distribution;

import org.jspecify.annotations.NullMarked;
