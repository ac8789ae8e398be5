/** Commands that start, stop, watch, try out and measure a network. */
@NullMarked
package org.dske.launcher.command.network;

import org.jspecify.annotations.NullMarked;
