/** Measures a network: how long it takes to start, how much memory it takes, and how many keys it delivers. */
@NullMarked
package org.dske.bench;

import org.jspecify.annotations.NullMarked;
