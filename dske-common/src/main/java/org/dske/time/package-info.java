/** Elapsed time, measured with a clock that nobody can set. */
@NullMarked
package org.dske.time;

import org.jspecify.annotations.NullMarked;
