/** Which client an encryptor is registered with, as most hubs say. Source: protocol, section 3. */
@NullMarked
package org.dske.client.encryptor;

import org.jspecify.annotations.NullMarked;
