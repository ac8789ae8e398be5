/** The program that the script {@code dske} runs: all commands together. */
@NullMarked
package org.dske.launcher.main;

import org.jspecify.annotations.NullMarked;
