/**
 * The keys that encryptors use, and the names of keys, encryptors and nodes.
 */
@NullMarked
package org.dske.key;

import org.jspecify.annotations.NullMarked;
