/**
 * The command line.
 */
@NullMarked
package org.dske.launcher.command;

import org.jspecify.annotations.NullMarked;
