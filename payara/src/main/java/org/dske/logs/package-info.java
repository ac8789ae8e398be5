/** The log of the launcher's servers, which takes no more of the disk than it may. It runs inside of the server. */
@NullMarked
package org.dske.logs;

import org.jspecify.annotations.NullMarked;
