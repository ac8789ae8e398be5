/** What a hub keeps in a database: shares, and whose the encryptors are. Several instances of the hub may have it in common. */
@NullMarked
package org.dske.hub.store;

import org.jspecify.annotations.NullMarked;
