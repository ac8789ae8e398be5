/** The head of an enrolment package, as records. Source: protocol, section 7. */
@NullMarked
package org.dske.protocol.enrolment;

import org.jspecify.annotations.NullMarked;
