package org.dske.hub.store;

import java.time.InstantSource;
import java.util.UUID;
import org.dske.key.NodeName;
import org.dske.store.NodeStore;
import org.dske.store.Schema;

/**
 * All that a hub keeps but its PSRD.
 *
 * @param shares the shares
 * @param clients whose the encryptors are
 * @param clock by which shares end; it does not jump while the process runs
 */
public record HubStore(ShareStore shares, ClientDirectory clients, InstantSource clock) {
    /** The tables of it in a database. */
    public static final Schema SCHEMA = new Schema("shares", "classpath:org/dske/hub/store/shares");

    /** A store that is gone when the process ends. */
    public static HubStore inMemory(NodeName hub, InstantSource clock) {
        return new HubStore(new MemoryShareStore(clock), new MemoryClientDirectory(hub), clock);
    }

    /**
     * A store in a database that has the tables of {@link #SCHEMA}.
     *
     * @param instance names this instance of the hub, differently after each start
     */
    public static HubStore in(NodeStore.File file, NodeName hub, InstantSource clock, UUID instance) {
        return new HubStore(
                new SqlShareStore(file.database(), file.key(), clock, instance),
                new SqlClientDirectory(file.database(), hub),
                clock);
    }
}
