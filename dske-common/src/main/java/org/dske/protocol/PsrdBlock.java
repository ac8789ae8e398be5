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
        @JsonbProperty(PsrdBlock.BLOCK_UUID) UUID blockUuid,
        @JsonbProperty(PsrdBlock.DATA) byte[] data) {
    /** The member that names the block. */
    public static final String BLOCK_UUID = "block_uuid";
    /** The member that has its bytes, in base64. */
    public static final String DATA = "data";

    public PsrdBlock {
        blockUuid = Members.required(BLOCK_UUID, blockUuid);
        data = Members.required(DATA, data);
    }

    /** Shows the size of the data and none of it. */
    @Override
    public String toString() {
        return "PsrdBlock[" + blockUuid + ", " + data.length + " bytes]";
    }
}
