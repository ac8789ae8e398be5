package org.dske.protocol;

import jakarta.json.bind.annotation.JsonbProperty;
import java.util.UUID;

/**
 * The answer to {@code GET psrd}: a fresh block. Source: protocol, section 1.
 *
 * @param blockUuid the block's name
 * @param data its bytes: secret, though this interface stands in for a courier
 */
public record PsrdBlock(
        @JsonbProperty("block_uuid") UUID blockUuid,
        @JsonbProperty("data") byte[] data) {

    public PsrdBlock {
        blockUuid = Members.required("block_uuid", blockUuid);
        data = Members.required("data", data);
    }

    /** Shows the size of the data and none of it. */
    @Override
    public String toString() {
        return "PsrdBlock[" + blockUuid + ", " + data.length + " bytes]";
    }
}
