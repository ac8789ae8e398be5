package org.dske.auditlog;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened, to be a line of an audit log. Immutable.
 *
 * @param event what it was
 * @param details IDs, names, sizes and reasons, by the name of the member, in their order; nothing secret
 */
public record AuditEntry(AuditEvent event, Map<String, Object> details) {
    public AuditEntry {
        details = Collections.unmodifiableMap(new LinkedHashMap<>(details));
    }

    /** Something of which nothing more is to be said. */
    public static AuditEntry of(AuditEvent event) {
        return new AuditEntry(event, Map.of());
    }

    /**
     * The same with one detail more.
     *
     * @param value a number, a flag, a collection of these or of texts, or what its {@code toString} says; null says nothing
     */
    public AuditEntry with(String name, @Nullable Object value) {
        if (value == null) {
            return this;
        }
        Map<String, Object> more = new LinkedHashMap<>(details);
        more.put(name, plain(value));
        return new AuditEntry(event, more);
    }

    /** What can change no more. */
    private static Object plain(Object value) {
        return switch (value) {
            case Number number -> number;
            case Boolean flag -> flag;
            case Collection<?> several ->
                several.stream().map(AuditEntry::plain).toList();
            default -> value.toString();
        };
    }
}
