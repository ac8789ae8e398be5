package org.dske.client.management;

import java.util.List;
import org.dske.auditlog.AuditStatus;
import org.dske.management.RandomStatus;
import org.dske.management.StoreStatus;
import org.dske.memory.MemoryExposure;
import org.dske.psrd.PoolStatus;
import org.jspecify.annotations.Nullable;

/**
 * What there is to see of a client.
 *
 * @param name the client's name
 * @param type {@code client}
 * @param ready whether it is registered with every hub, all pools are filled, and it has random numbers
 * @param laboratory whether who calls from the same machine needs no token
 * @param encryptors the SAE IDs of its encryptors
 * @param shares n, the number of shares of a key
 * @param threshold k, how many of them give the key back
 * @param sharing the mode in which keys are shared now, {@code its} or {@code classic}
 * @param security what is promised of its keys
 * @param hubs its hubs
 * @param store where it keeps what it keeps
 * @param audit its audit log
 * @param randomness where its random numbers come from
 * @param memory what its memory is exposed to
 */
public record ClientStatus(
        String name,
        String type,
        boolean ready,
        boolean laboratory,
        List<String> encryptors,
        int shares,
        int threshold,
        String sharing,
        SecurityStatus security,
        List<PeerHubStatus> hubs,
        StoreStatus store,
        AuditStatus audit,
        RandomStatus randomness,
        MemoryExposure memory) {
    /**
     * What there is to see of a hub, from its client.
     *
     * @param suite the suite that the last registration settled; null as long as none is
     * @param ready whether the client is registered and the pools are filled
     * @param bytesLeft bytes that the client can still allocate
     * @param keysLeft how many keys of the default size the pools are good for
     * @param wrongShares how many shares the hub gave, signed, that are not those that it was to give
     * @param disputedShares how many shares it gave that others contradict, though nobody can say which are wrong
     * @param unverifiedAnswers how many answers in its name did not verify: anybody on the way can make one
     * @param lastWrong when the last wrong share was found out, by ISO 8601; null if there was none
     * @param pools the two pools that hub and client share
     */
    public record PeerHubStatus(
            String name,
            String url,
            String state,
            @Nullable String reason,
            @Nullable String suite,
            boolean ready,
            long bytesLeft,
            long keysLeft,
            long wrongShares,
            long disputedShares,
            long unverifiedAnswers,
            @Nullable String lastWrong,
            List<PoolStatus> pools) {}
}
