/**
 * The launcher: starts, stops and shows the nodes of a network.
 */
@NullMarked
package org.dske.launcher;

import org.jspecify.annotations.NullMarked;
