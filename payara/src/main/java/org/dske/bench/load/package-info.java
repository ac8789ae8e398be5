/**
 * Loads on key management entities: closed and open loops, latencies in HdrHistograms, what failed, and the processor time that it took.
 */
@NullMarked
package org.dske.bench.load;

import org.jspecify.annotations.NullMarked;
