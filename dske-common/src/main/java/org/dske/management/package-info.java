/** The management interface of every node: what there is to see of it, and how to stop it. */
@NullMarked
package org.dske.management;

import org.jspecify.annotations.NullMarked;
