/** What nodes hold in memory as time goes by. */
@NullMarked
package org.dske.bench.growth;

import org.jspecify.annotations.NullMarked;
