package org.dske.hub.store;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.UUID;
import org.dske.hub.directory.ClientDirectory;
import org.dske.hub.directory.MemoryClientDirectory;
import org.dske.hub.share.MemoryShareStore;
import org.dske.hub.share.ShareStore;
import org.dske.key.NodeName;
import org.dske.ledger.StoreException;
import org.dske.store.NodeStore;
import org.dske.store.PostgresServer;
import org.dske.store.Schema;
import org.dske.store.StoreSettings;

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
     * @throws org.dske.config.ConfigurationException if it cannot be used as it is
     */
    public static HubStore in(NodeStore.File file, NodeName hub, InstantSource clock, UUID instance) {
        try {
            return in(file, hub, clock, instance, () -> {});
        } catch (StoreException e) {
            throw file.refusal(e);
        }
    }

    /**
     * A store in a database of PostgreSQL, which several instances of the hub may have in common. It is closed with the shares.
     *
     * @param url {@code jdbc:postgresql:...}
     * @param instance names this instance of the hub, differently after each start
     * @throws org.dske.config.ConfigurationException if it cannot be used as it is
     */
    public static HubStore shared(
            String url, StoreSettings settings, InstantSource clock, SecureRandom random, UUID instance) {
        NodeStore.File file = PostgresServer.open(url, settings, random, SCHEMA);
        return in(file, settings.node(), clock, instance, file.database()::close);
    }

    private static HubStore in(NodeStore.File file, NodeName hub, InstantSource clock, UUID instance, Runnable close) {
        return new HubStore(
                new SqlShareStore(file.database(), file.key(), clock, instance, close),
                new SqlClientDirectory(file.database(), hub),
                clock);
    }
}
