package org.dske.sharing;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.dske.error.InvalidException;
import org.jspecify.annotations.Nullable;

/** How a key is split. Source: protocol, section 5. */
public enum SharingMode {
    /** Shares at 0 and up; the places 254 and 255 are for the digest and the key: they never come to a hub. */
    CLASSIC(ClassicSharing.NAME, 0, 253),
    /** Shares at 1 and up; the place 0 is the key's. */
    ITS(ItsSharing.NAME, 1, 255);

    private final String wireName;
    private final int minIndex;
    private final int maxIndex;

    SharingMode(String wireName, int minIndex, int maxIndex) {
        this.wireName = wireName;
        this.minIndex = minIndex;
        this.maxIndex = maxIndex;
    }

    /** Reads a mode from its word in messages; null means {@code classic}. */
    public static SharingMode of(@Nullable String word) {
        if (word == null) {
            return CLASSIC;
        }
        return Arrays.stream(values())
                .filter(mode -> mode.wireName.equals(word))
                .findFirst()
                .orElseThrow(() -> new InvalidException("sharing is none of "
                        + Arrays.stream(values()).map(mode -> mode.wireName).collect(Collectors.joining(", "))));
    }

    /** {@return its word in messages, {@code classic} or {@code its}} */
    public String wireName() {
        return wireName;
    }

    /** Fails if no hub's share can have an index, as far as it can be checked without knowing how many shares there are. */
    public void requireIndex(int index) {
        if (index < minIndex || index > maxIndex) {
            throw new InvalidException(
                    "share_index is not in " + minIndex + ".." + maxIndex + ", as the sharing " + wireName + " has it");
        }
    }
}
