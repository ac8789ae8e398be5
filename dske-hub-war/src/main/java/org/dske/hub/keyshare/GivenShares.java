package org.dske.hub.keyshare;

import java.util.List;
import org.dske.allocation.Allocation;
import org.dske.protocol.AllocationMessage;
import org.jspecify.annotations.Nullable;

/**
 * What one answer gives to those who asked in one message.
 *
 * @param pad the bytes that encrypt all shares, one after the other; null if none is given
 * @param deliveries what each of those gets who asked, in their order
 */
record GivenShares(@Nullable Allocation pad, List<ShareDelivery> deliveries) {
    /** The bytes' names, as a message has them; null if there are none. */
    @Nullable
    AllocationMessage padMessage() {
        return pad == null ? null : AllocationMessage.of(pad);
    }
}
