/**
 * How many connections one address may have at a listener of the launcher's servers, and how many it may open. It runs inside of the server,
 * in Grizzly's chain of filters.
 */
@NullMarked
package org.dske.connections;

import org.jspecify.annotations.NullMarked;
