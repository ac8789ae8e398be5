/** Who else could read the memory that a node has its keys in. */
@NullMarked
package org.dske.memory;

import org.jspecify.annotations.NullMarked;
