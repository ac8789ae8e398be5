package org.dske.hub.management;

import java.util.List;
import org.dske.auditlog.AuditStatus;
import org.dske.hub.keyshare.ShareStatus;
import org.dske.key.SaeId;
import org.dske.ledger.EnrolmentLedger.Enrolment;
import org.dske.ledger.StoredBlock;
import org.dske.management.RandomStatus;
import org.dske.management.Refusals;
import org.dske.management.StoreStatus;
import org.dske.memory.MemoryExposure;
import org.dske.psrd.PoolStatus;
import org.jspecify.annotations.Nullable;

/**
 * What there is to see of a hub.
 *
 * @param name the hub's name
 * @param type {@code hub}
 * @param ready whether it has random numbers: else it is ready when it is deployed
 * @param laboratory whether who calls from the same machine needs no token
 * @param clients the clients that are registered
 * @param packages the enrolment packages that no client has come with yet
 * @param shareCount how many shares it holds
 * @param oldestShare for how many seconds the oldest share has been there; null if there is none
 * @param shares the latest of them
 * @param quotas what its clients use of its quotas together
 * @param store where it keeps all that
 * @param audit its audit log
 * @param randomness where its random numbers come from
 * @param memory what its memory is exposed to
 * @param refusals how many requests it has refused since it started, by status
 */
public record HubStatus(
        String name,
        String type,
        boolean ready,
        boolean laboratory,
        List<PeerClientStatus> clients,
        List<IssuedPackage> packages,
        long shareCount,
        @Nullable Long oldestShare,
        List<ShareStatus> shares,
        List<QuotaStatus> quotas,
        StoreStatus store,
        AuditStatus audit,
        RandomStatus randomness,
        MemoryExposure memory,
        List<Refusals.Refusal> refusals) {
    /**
     * A package that no client has come with yet.
     *
     * @param id the package
     * @param client whom it is for
     * @param encryptors the SAE IDs in it
     * @param expires by RFC 3339
     * @param bytes bytes of PSRD for both pools
     */
    public record IssuedPackage(String id, String client, List<String> encryptors, String expires, long bytes) {
        static IssuedPackage of(Enrolment issued) {
            return new IssuedPackage(
                    issued.id().toString(),
                    issued.peer().toString(),
                    issued.encryptors().stream().sorted().map(SaeId::name).toList(),
                    issued.expires().toString(),
                    issued.blocks().stream().mapToLong(StoredBlock::size).sum());
        }
    }

    /**
     * What there is to see of a client, from its hub.
     *
     * @param name the client's name
     * @param instance which of the machines that are the same client; null if it is the only one
     * @param state {@code registered}; or {@code known} if it was before the hub started, and has not come since
     * @param suite the suite that was negotiated; null if it has not come since
     * @param encryptors the SAE IDs of its encryptors
     * @param pools the two pools that hub and client share
     * @param quotas what it uses of its quotas
     */
    public record PeerClientStatus(
            String name,
            @Nullable String instance,
            String state,
            @Nullable String suite,
            List<String> encryptors,
            List<PoolStatus> pools,
            List<QuotaStatus> quotas) {}
}
