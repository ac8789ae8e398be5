/** Keys ahead of demand: established in the background for encryptors that asked lately, and kept until they are asked for or over. */
@NullMarked
package org.dske.client.ahead;

import org.jspecify.annotations.NullMarked;
