package org.dske.hub.management;

import org.dske.hub.quota.Quota;
import org.dske.ledger.PoolOwner;
import org.jspecify.annotations.Nullable;

/**
 * How much of a quota is used.
 *
 * @param quota the key of the setting that sets it
 * @param poolOwner the owner of the pool that it is on: {@code client} or {@code hub}; null if it is on no pool
 * @param used how much is used
 * @param limit how much may be
 */
public record QuotaStatus(String quota, @Nullable String poolOwner, long used, long limit) {
    static QuotaStatus of(Quota quota, long used) {
        return new QuotaStatus(quota.name(), null, used, quota.limit());
    }

    static QuotaStatus of(Quota quota, PoolOwner owner, long used) {
        return new QuotaStatus(quota.name(), owner.wireName(), used, quota.limit());
    }
}
