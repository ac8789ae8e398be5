/** The command {@code ./dske pki}: certificates for mutual TLS. */
@NullMarked
package org.dske.launcher.command.pki;

import org.jspecify.annotations.NullMarked;
