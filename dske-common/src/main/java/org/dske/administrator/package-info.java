/** Who may use a node's management interface: administrators, who show a token or a certificate. */
@NullMarked
package org.dske.administrator;

import org.jspecify.annotations.NullMarked;
