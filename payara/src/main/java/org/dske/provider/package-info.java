/**
 * The security providers that the launcher's servers are started with: TLS out of PEM files, and, between nodes, with a hybrid key
 * exchange.
 */
@NullMarked
package org.dske.provider;

import org.jspecify.annotations.NullMarked;
