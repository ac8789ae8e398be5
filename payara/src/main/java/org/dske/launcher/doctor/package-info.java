/** The examination of a network: facts are gathered of the machine, the directories and the nodes, and given to checks. */
@NullMarked
package org.dske.launcher.doctor;

import org.jspecify.annotations.NullMarked;
