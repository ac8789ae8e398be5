/**
 * What a server answers outside of every node.
 */
@NullMarked
package org.dske.launcher.root;

import org.jspecify.annotations.NullMarked;
