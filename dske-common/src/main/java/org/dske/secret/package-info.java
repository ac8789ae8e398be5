/**
 * Bytes that wipe themselves, print nothing and compare in constant time.
 */
@NullMarked
package org.dske.secret;

import org.jspecify.annotations.NullMarked;
