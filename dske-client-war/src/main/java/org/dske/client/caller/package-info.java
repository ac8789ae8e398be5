/** Which encryptor calls: from its TLS certificate. Source: ETSI GS QKD 014, clauses 4 and 5.1. */
@NullMarked
package org.dske.client.caller;

import org.jspecify.annotations.NullMarked;
