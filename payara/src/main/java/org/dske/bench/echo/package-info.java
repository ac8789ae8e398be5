/**
 * An application that answers a message with the same message: what the server alone costs. It is deployed by benchmarks, and no part of a node.
 */
@NullMarked
package org.dske.bench.echo;

import org.jspecify.annotations.NullMarked;
