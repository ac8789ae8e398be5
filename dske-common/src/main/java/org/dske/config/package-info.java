/**
 * Strict typed configuration: every {@code dske.} key is known, and a bad value stops the node with one line.
 */
@NullMarked
package org.dske.config;

import org.jspecify.annotations.NullMarked;
