/** Commands about the audit logs of nodes. */
@NullMarked
package org.dske.launcher.command.audit;

import org.jspecify.annotations.NullMarked;
