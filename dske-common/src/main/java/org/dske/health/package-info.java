/** Whether a node is well, for everybody: states, and nothing else. Source: MicroProfile Health 4.0, "REST interfaces specifications". */
@NullMarked
package org.dske.health;

import org.jspecify.annotations.NullMarked;
