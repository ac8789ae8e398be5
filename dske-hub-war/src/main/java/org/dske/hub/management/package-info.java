/** What there is to see of a hub. */
@NullMarked
package org.dske.hub.management;

import org.jspecify.annotations.NullMarked;
