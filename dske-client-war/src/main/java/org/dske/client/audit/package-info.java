/** Who gave what wrong: shares are looked at after the key has been delivered, and each hub's faults are counted. */
@NullMarked
package org.dske.client.audit;

import org.jspecify.annotations.NullMarked;
