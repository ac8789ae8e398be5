/** A node's page: what its management interface tells, for people. And the files of which the pages of a node are made. */
@NullMarked
package org.dske.page;

import org.jspecify.annotations.NullMarked;
