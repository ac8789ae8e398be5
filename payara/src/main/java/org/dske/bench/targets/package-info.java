/** What the project aims at, and how near it is on a machine. */
@NullMarked
package org.dske.bench.targets;

import org.jspecify.annotations.NullMarked;
