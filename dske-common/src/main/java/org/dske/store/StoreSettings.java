package org.dske.store;

import java.nio.file.Path;
import java.util.Optional;
import org.dske.config.Setting;
import org.dske.config.Settings;
import org.dske.key.NodeName;

/**
 * Where a node keeps its state.
 *
 * @param kind {@code hub} or {@code client}
 * @param node the node
 * @param directory the directory of the store; nothing if all is kept in memory
 * @param keyFile the file with its key; nothing if that is found otherwise
 */
public record StoreSettings(String kind, NodeName node, Optional<Path> directory, Optional<Path> keyFile) {
    private static final String MEMORY = "memory";

    /** The same for a store in another directory. */
    public StoreSettings in(Path other) {
        return new StoreSettings(kind, node, Optional.of(other), keyFile);
    }

    /** Reads them, for a node of a kind. */
    public static StoreSettings of(String kind, Settings settings) {
        Path byDefault = Path.of(System.getProperty("user.home", "."), ".dske", kind + "-" + settings.node());
        return new StoreSettings(
                kind,
                settings.node(),
                settings.word(Setting.STORE).equals(MEMORY)
                        ? Optional.empty()
                        : Optional.of(settings.file(Setting.STORE_DIRECTORY).orElse(byDefault)),
                settings.file(Setting.STORE_KEY_FILE));
    }
}
