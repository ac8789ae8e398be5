/**
 * Enrolment packages: files that make a hub and a client acquainted and give them their first PSRD, on a courier's way. Source: protocol,
 * section 7.
 */
@NullMarked
package org.dske.enrolment;

import org.jspecify.annotations.NullMarked;
