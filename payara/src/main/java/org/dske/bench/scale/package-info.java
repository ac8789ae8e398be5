/** What keys cost as a network grows. */
@NullMarked
package org.dske.bench.scale;

import org.jspecify.annotations.NullMarked;
