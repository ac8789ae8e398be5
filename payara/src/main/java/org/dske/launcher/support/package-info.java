/** What to send to whoever helps with a network: all that helps, and no secret. */
@NullMarked
package org.dske.launcher.support;

import org.jspecify.annotations.NullMarked;
