package org.dske.auditlog;

import org.jspecify.annotations.Nullable;

/**
 * What there is to see of a node's audit log.
 *
 * @param enabled whether there is one
 * @param required whether nothing is delivered that cannot be recorded
 * @param failing whether it cannot be written now
 * @param lines how many lines were written since the node started
 * @param lost how many could not be written, and are lost, since then
 * @param last the last line, to be noted elsewhere; null if there is no log
 */
public record AuditStatus(
        boolean enabled,
        boolean required,
        boolean failing,
        long lines,
        long lost,
        @Nullable AuditCheckpoint last) {}
