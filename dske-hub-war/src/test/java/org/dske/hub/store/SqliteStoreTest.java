package org.dske.hub.store;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.UUID;
import org.dske.store.NodeStore;
import org.dske.store.StoreSettings;
import org.dske.time.SteadyClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

class SqliteStoreTest extends StoreContract {
    @TempDir
    private Path directory;

    private NodeStore file;

    @Override
    HubStore open(SteadyClock steadyClock) {
        file = NodeStore.open(
                new StoreSettings("hub", HANK, Optional.of(directory), Optional.empty()),
                steadyClock,
                new SecureRandom(),
                HubStore.SCHEMA);
        return HubStore.in(file.file().orElseThrow(), HANK, steadyClock, UUID.randomUUID());
    }

    @AfterEach
    void closeFile() {
        file.close();
    }
}
