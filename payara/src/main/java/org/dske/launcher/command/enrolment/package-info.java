/** The commands that make clients acquainted with hubs, by packages that a courier carries. */
@NullMarked
package org.dske.launcher.command.enrolment;

import org.jspecify.annotations.NullMarked;
