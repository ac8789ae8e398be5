/** Which client an encryptor is registered with. */
@NullMarked
package org.dske.hub.encryptor;

import org.jspecify.annotations.NullMarked;
