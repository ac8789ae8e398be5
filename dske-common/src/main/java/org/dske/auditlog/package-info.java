/**
 * A node's audit log: what it did, line by line, in a file that is chained by hash, so that a line that is missing or altered shows. IDs and
 * names, never a byte of a key. Source: NIST SP 800-92; docs/decisions/audit-log.md.
 */
@NullMarked
package org.dske.auditlog;

import org.jspecify.annotations.NullMarked;
