/** What all commands have in common: the network and the nodes that the command line names, and how results are shown. */
@NullMarked
package org.dske.launcher.command;

import org.jspecify.annotations.NullMarked;
