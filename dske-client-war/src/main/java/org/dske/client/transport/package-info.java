/**
 * Exchanges with a hub over {@code java.net.http}: who signs, sends, verifies and decodes, and what can go wrong. Source: protocol,
 * sections 3 and 4.
 */
@NullMarked
package org.dske.client.transport;

import org.jspecify.annotations.NullMarked;
