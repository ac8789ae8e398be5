/**
 * A whole network: starting, stopping and looking at its nodes.
 */
@NullMarked
package org.dske.launcher.network;

import org.jspecify.annotations.NullMarked;
