/**
 * What a server answers outside of every node: key delivery at the path that the standard has, for the client whose port it is, and
 * else that there is nothing. It uses nothing of the other packages, since it is deployed on its own.
 */
@NullMarked
package org.dske.root;

import org.jspecify.annotations.NullMarked;
