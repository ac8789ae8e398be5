package org.dske.auditlog;

import java.nio.file.Path;
import java.util.Optional;
import org.dske.config.Setting;
import org.dske.config.Settings;
import org.dske.store.StoreSettings;

/**
 * Whether and where a node keeps an audit log.
 *
 * @param node the node, such as {@code client carol}
 * @param file the file; nothing if none is kept
 * @param required whether nothing is delivered that cannot be recorded
 */
public record AuditSettings(String node, Optional<Path> file, boolean required) {
    /** The name of the file in the directory of a node's store, if it has no other. */
    public static final String FILE = "audit.jsonl";

    /**
     * Reads them, for a node of a kind.
     *
     * @throws org.dske.config.ConfigurationException if a log is required, and none is kept
     */
    public static AuditSettings of(String kind, Settings settings) {
        Optional<Path> file = settings.flag(Setting.AUDIT)
                ? settings.file(Setting.AUDIT_FILE)
                        .or(() ->
                                StoreSettings.of(kind, settings).directory().map(directory -> directory.resolve(FILE)))
                : Optional.empty();
        boolean required = settings.flag(Setting.AUDIT_REQUIRED);
        if (required && file.isEmpty()) {
            throw settings.invalid(
                    Setting.AUDIT_REQUIRED,
                    "false where no audit log is kept: with " + Setting.AUDIT.key() + " = false, or, unless "
                            + Setting.AUDIT_FILE.key() + " is set, with the store in memory");
        }
        return new AuditSettings(kind + " " + settings.node(), file, required);
    }
}
