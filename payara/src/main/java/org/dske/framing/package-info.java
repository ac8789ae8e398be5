/**
 * What the servers of the launcher refuse before any application sees it: requests of which nobody knows where they end. It runs inside
 * of the server, in Grizzly's chain of filters.
 */
@NullMarked
package org.dske.framing;

import org.jspecify.annotations.NullMarked;
