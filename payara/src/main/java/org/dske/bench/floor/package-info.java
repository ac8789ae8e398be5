/** What the server alone costs, as the floor that nodes are compared with. */
@NullMarked
package org.dske.bench.floor;

import org.jspecify.annotations.NullMarked;
