/**
 * Delivering keys, as responder: how their shares come from the hubs and are joined, each key once. Source: protocol, section 5.
 */
@NullMarked
package org.dske.client.retrieval;

import org.jspecify.annotations.NullMarked;
