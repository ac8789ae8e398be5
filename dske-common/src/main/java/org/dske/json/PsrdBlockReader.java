package org.dske.json;

import jakarta.json.stream.JsonParser.Event;
import java.util.Arrays;
import org.dske.error.InvalidException;
import org.dske.key.Uuids;
import org.dske.protocol.PsrdBlock;
import org.jspecify.annotations.Nullable;

/**
 * Reads blocks of PSRD. Their bytes are secret, and never in a String: they go from the body right into the block, and the body is
 * wiped. Source: protocol, section 1.
 */
public final class PsrdBlockReader {
    private PsrdBlockReader() {}

    /** Reads a block from its JSON, all of it, which is wiped, whether it is a block or not. */
    public static PsrdBlock read(byte[] body) {
        byte[] data = null;
        try (JsonBody parser = new JsonBody(body)) {
            String uuid = null;
            parser.next();
            while (parser.next() == Event.KEY_NAME) {
                String name = parser.getString();
                Event value = parser.next();
                if (value == Event.VALUE_NULL) {
                    continue;
                }
                switch (name) {
                    case PsrdBlock.BLOCK_UUID -> uuid = parser.requireString();
                    case PsrdBlock.DATA -> data = parser.base64();
                    default -> parser.skipValue();
                }
            }
            parser.requireEnd();
            if (uuid == null || data == null) {
                throw new InvalidException("a block has " + PsrdBlock.BLOCK_UUID + " and " + PsrdBlock.DATA);
            }
            PsrdBlock block = new PsrdBlock(Uuids.parse(PsrdBlock.BLOCK_UUID, uuid), data);
            data = null;
            return block;
        } finally {
            Arrays.fill(body, (byte) 0);
            wipe(data);
        }
    }

    private static void wipe(byte @Nullable [] data) {
        if (data != null) {
            Arrays.fill(data, (byte) 0);
        }
    }
}
