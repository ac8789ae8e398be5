package org.dske.management;

import java.util.List;
import org.dske.auditlog.AuditStatus;

/** What is counted of a node's audit log: the same numbers as in its status. */
public final class AuditMetrics {
    private AuditMetrics() {}

    /** The metrics; none if there is no log. */
    public static List<Metric> of(AuditStatus audit) {
        if (!audit.enabled()) {
            return List.of();
        }
        return List.of(
                Metric.of(
                        "dske_audit_lines_total",
                        Metric.Type.COUNTER,
                        "Lines that were written to the audit log",
                        audit.lines()),
                Metric.of(
                        "dske_audit_lost_total",
                        Metric.Type.COUNTER,
                        "Lines that could not be written to the audit log, and are lost",
                        audit.lost()),
                Metric.of(
                        "dske_audit_healthy",
                        Metric.Type.GAUGE,
                        "1 if the audit log can be written, else 0",
                        audit.failing() ? 0 : 1));
    }
}
