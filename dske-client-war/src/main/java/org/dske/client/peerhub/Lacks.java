package org.dske.client.peerhub;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * The resources that a hub has said, signed, that it does not have: another implementation, or an older one. It is believed
 * until the client registers anew, since the hub may be another one then. Safe for concurrent use.
 */
final class Lacks {
    private final LongSupplier registrations;
    private final Map<String, Long> lacking = new ConcurrentHashMap<>();

    /**
     * Nothing is known to be lacking.
     *
     * @param registrations counts the client's registrations with the hub
     */
    Lacks(LongSupplier registrations) {
        this.registrations = registrations;
    }

    /** The count of registrations, to be taken before a hub is asked for a resource. */
    long now() {
        return registrations.getAsLong();
    }

    /** The hub has said that it does not have a resource. */
    void note(String resource, long asked) {
        lacking.put(resource, asked);
    }

    /** Whether the hub does not have a resource, as far as is known. */
    boolean includes(String resource) {
        Long since = lacking.get(resource);
        return since != null && since == now();
    }
}
