package org.dske.hub.keyshare;

import org.dske.hub.quota.Quotas;
import org.dske.hub.share.Holding;
import org.dske.hub.share.ShareLimits;
import org.dske.key.NodeName;

/**
 * What a client's shares may take.
 *
 * @param initiator the client
 * @param quotas the quotas of the hub
 * @param sharers how many clients share what is for all: each has an equal part of it
 */
record ClientLimits(NodeName initiator, Quotas quotas, int sharers) implements ShareLimits {
    @Override
    public boolean allow(Holding held, Holding all, Holding more) {
        return quotas.shares().allows(held.shares(), more.shares())
                && quotas.shareBytes().allows(held.bytes(), more.bytes())
                && quotas.allShareBytes().shareOf(sharers).allows(held.bytes(), more.bytes())
                && quotas.allShareBytes().allows(all.bytes(), more.bytes());
    }

    @Override
    public void require(Holding held, Holding all, Holding more) {
        quotas.shares().require("shares from client " + initiator, held.shares(), more.shares());
        quotas.shareBytes().require("bytes of shares from client " + initiator, held.bytes(), more.bytes());
        quotas.allShareBytes()
                .shareOf(sharers)
                .require("bytes of shares from client " + initiator, held.bytes(), more.bytes());
        quotas.allShareBytes().require("bytes of shares from all clients", all.bytes(), more.bytes());
    }
}
