/** The shares that a hub holds, who has fetched them and how much they are; in memory here, in a database in the package for stores. */
@NullMarked
package org.dske.hub.share;

import org.jspecify.annotations.NullMarked;
