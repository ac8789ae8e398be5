/** Charts, as SVG. */
@NullMarked
package org.dske.bench.plot;

import org.jspecify.annotations.NullMarked;
