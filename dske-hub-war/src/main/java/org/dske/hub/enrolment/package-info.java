/** Whom a hub takes in: it makes enrolment packages, and takes clients out again. Source: protocol, section 7. */
@NullMarked
package org.dske.hub.enrolment;

import org.jspecify.annotations.NullMarked;
