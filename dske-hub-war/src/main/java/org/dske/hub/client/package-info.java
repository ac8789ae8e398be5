/** Which clients a hub knows, their encryptors, and the PSRD that it shares with each. */
@NullMarked
package org.dske.hub.client;

import org.jspecify.annotations.NullMarked;
