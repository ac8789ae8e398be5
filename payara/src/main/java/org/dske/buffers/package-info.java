/** The memory that the servers of the launcher read and write with, which keeps nothing of what went through it. */
@NullMarked
package org.dske.buffers;

import org.jspecify.annotations.NullMarked;
