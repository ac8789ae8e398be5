package org.dske.protocol.enrolment;

import java.util.Base64;
import org.dske.error.InvalidException;
import org.jspecify.annotations.Nullable;

/**
 * With what a sealed package opens, but for the passphrase. Source: protocol, section 7, and RFC 9106 (Argon2id, version 1.3).
 *
 * @param memory KiB, 8 for each lane at least, 1 GiB at most: who opens a package has to have them
 * @param passes over the memory, 1 to 64
 * @param lanes 1 to 16
 * @param salt 8 to 64 bytes, in base64
 * @param nonce of AES-256-GCM, 12 bytes, in base64
 */
public record SealHead(Integer memory, Integer passes, Integer lanes, String salt, String nonce) {
    private static final int MOST_MEMORY = 1 << 20;
    private static final int MOST_PASSES = 64;
    private static final int MOST_LANES = 16;
    private static final int NONCE = 12;

    public SealHead {
        within("lanes", lanes, 1, MOST_LANES);
        within("memory", memory, Byte.SIZE * lanes, MOST_MEMORY);
        within("passes", passes, 1, MOST_PASSES);
        within("the size of salt", bytes("salt", salt).length, Byte.SIZE, MOST_PASSES);
        within("the size of nonce", bytes("nonce", nonce).length, NONCE, NONCE);
    }

    /** {@return the salt as bytes} */
    public byte[] saltBytes() {
        return bytes("salt", salt);
    }

    /** {@return the nonce as bytes} */
    public byte[] nonceBytes() {
        return bytes("nonce", nonce);
    }

    private static void within(String name, @Nullable Integer value, int least, int most) {
        if (value == null || value < least || value > most) {
            throw new InvalidException(name + " is not " + least + " to " + most);
        }
    }

    private static byte[] bytes(String name, @Nullable String text) {
        try {
            return Base64.getDecoder().decode(text == null ? "" : text);
        } catch (IllegalArgumentException e) {
            throw new InvalidException(name + " is not base64");
        }
    }
}
