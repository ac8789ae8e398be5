/**
 * The topology of a network: what nodes there are and where.
 */
@NullMarked
package org.dske.launcher.topology;

import org.jspecify.annotations.NullMarked;
