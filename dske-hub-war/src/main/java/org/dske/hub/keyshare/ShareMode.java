package org.dske.hub.keyshare;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.dske.error.InvalidException;
import org.dske.sharing.ClassicSharing;
import org.dske.sharing.ItsSharing;
import org.jspecify.annotations.Nullable;

/** How a key was split, as far as a hub has to know it: which indices its shares can have. Source: protocol, section 5. */
enum ShareMode {
    /** The places 254 and 255 are for the digest and the key: they never come to a hub. */
    CLASSIC(ClassicSharing.NAME, 0, 253),
    /** The place 0 is the key's. */
    ITS(ItsSharing.NAME, 1, 255);

    private final String word;
    private final int minIndex;
    private final int maxIndex;

    ShareMode(String word, int minIndex, int maxIndex) {
        this.word = word;
        this.minIndex = minIndex;
        this.maxIndex = maxIndex;
    }

    /**
     * Reads a mode.
     *
     * @param word its word; null means {@code classic}
     * @throws InvalidException if there is no such mode
     */
    static ShareMode of(@Nullable String word) {
        if (word == null) {
            return CLASSIC;
        }
        return Arrays.stream(values())
                .filter(mode -> mode.word.equals(word))
                .findFirst()
                .orElseThrow(() -> new InvalidException("sharing is none of "
                        + Arrays.stream(values()).map(mode -> mode.word).collect(Collectors.joining(", "))));
    }

    /**
     * Checks the index of a share.
     *
     * @throws InvalidException if a hub's share cannot have it
     */
    void requireIndex(int index) {
        if (index < minIndex || index > maxIndex) {
            throw new InvalidException(
                    "share_index is not in " + minIndex + ".." + maxIndex + ", as the sharing " + word + " has it");
        }
    }
}
