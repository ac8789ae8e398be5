/**
 * A hub as its client sees it: the facade of its registration, its pools and the exchanges with it; and what holds of all hubs when they
 * are asked at once. Source: protocol, sections 1 to 5.
 */
@NullMarked
package org.dske.client.hub;

import org.jspecify.annotations.NullMarked;
