/** Key delivery to encryptors. Source: ETSI GS QKD 014 V1.1.1; clause numbers are the standard's. */
@NullMarked
package org.dske.client.etsi014;

import org.jspecify.annotations.NullMarked;
