/** What there is to see of a client. */
@NullMarked
package org.dske.client.management;

import org.jspecify.annotations.NullMarked;
