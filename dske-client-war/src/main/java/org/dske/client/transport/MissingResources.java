package org.dske.client.transport;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * The resources that a hub has said, signed, that it does not have: another implementation, or an older one. It is believed
 * until the client registers anew, since the hub may be another one then. Safe for concurrent use.
 */
public final class MissingResources {
    private final LongSupplier registrations;
    private final Map<String, Long> missing = new ConcurrentHashMap<>();

    /** Nothing is known to be missing. */
    public MissingResources(LongSupplier registrations) {
        this.registrations = registrations;
    }

    /** The count of registrations, to be taken before a hub is asked for a resource. */
    public long now() {
        return registrations.getAsLong();
    }

    /**
     * The hub has said that it does not have a resource.
     *
     * @param asked what {@link #now} said when it was asked
     */
    public void note(String resource, long asked) {
        missing.put(resource, asked);
    }

    /** Whether the hub has said that it does not have a resource. */
    public boolean includes(String resource) {
        Long since = missing.get(resource);
        return since != null && since == now();
    }
}
