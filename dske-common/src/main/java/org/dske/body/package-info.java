/** The bodies of requests: how large they may be, what they may take of a node while they arrive, and that they are JSON. */
@NullMarked
package org.dske.body;

import org.jspecify.annotations.NullMarked;
