/** How a client becomes acquainted with its hubs: by packages that a courier brings. Source: protocol, section 7. */
@NullMarked
package org.dske.client.enrolment;

import org.jspecify.annotations.NullMarked;
