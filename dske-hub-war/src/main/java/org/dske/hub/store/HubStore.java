package org.dske.hub.store;

import java.time.InstantSource;
import org.dske.key.NodeName;

/**
 * All that a hub keeps but its PSRD.
 *
 * @param shares the shares
 * @param clients whose the encryptors are
 * @param clock by which shares end; it does not jump while the process runs
 */
public record HubStore(ShareStore shares, ClientDirectory clients, InstantSource clock) {
    /** A store that is gone when the process ends. */
    public static HubStore inMemory(NodeName hub, InstantSource clock) {
        return new HubStore(new MemoryShareStore(clock), new MemoryClientDirectory(hub), clock);
    }
}
