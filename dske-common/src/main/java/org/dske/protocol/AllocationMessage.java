package org.dske.protocol;

import jakarta.json.bind.annotation.JsonbProperty;
import java.util.List;
import java.util.UUID;
import org.dske.allocation.Allocation;
import org.dske.allocation.Fragment;

/**
 * The JSON form of an {@link Allocation}. Source: protocol, section 2.
 *
 * @param fragments the fragments
 */
public record AllocationMessage(@JsonbProperty("fragments") List<FragmentMessage> fragments) {

    public AllocationMessage {
        fragments = Members.requiredList("fragments", fragments);
    }

    /**
     * The JSON form of a {@link Fragment}.
     *
     * @param blockUuid the block
     * @param start index of the first byte
     * @param size number of bytes
     */
    public record FragmentMessage(
            @JsonbProperty("block_uuid") UUID blockUuid,
            @JsonbProperty("start") Integer start,
            @JsonbProperty("size") Integer size) {

        public FragmentMessage {
            blockUuid = Members.required("block_uuid", blockUuid);
            start = Members.required("start", start);
            size = Members.required("size", size);
        }
    }

    public static AllocationMessage of(Allocation allocation) {
        return new AllocationMessage(allocation.fragments().stream()
                .map(fragment -> new FragmentMessage(fragment.blockUuid(), fragment.start(), fragment.size()))
                .toList());
    }

    /**
     * The allocation that the message names.
     *
     * @return the allocation
     * @throws org.dske.allocation.InvalidAllocationException if it can be none
     */
    public Allocation toAllocation() {
        return new Allocation(fragments.stream()
                .map(message -> new Fragment(message.blockUuid(), message.start(), message.size()))
                .toList());
    }
}
