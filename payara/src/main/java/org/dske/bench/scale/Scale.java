package org.dske.bench.scale;

import java.util.List;
import java.util.Locale;

/** What of a network grows. */
public enum Scale {
    /** Hubs, of which more than half give a key back. */
    HUBS("hubs"),
    /** Clients that each hub has, most of which do nothing. */
    CLIENTS("clients at a hub"),
    /** Shares that each hub holds, of keys that nobody has fetched yet. */
    SHARES("shares that a hub holds"),
    /** Bits of a key, up to the largest that a client can be configured for. */
    SIZES("bits of a key");

    private final String label;

    Scale(String label) {
        this.label = label;
    }

    /** In words, for an axis. */
    public String label() {
        return label;
    }

    /** Where it is measured if nothing else is said. */
    public List<Integer> usual() {
        return switch (this) {
            case HUBS -> List.of(3, 5, 9, 17, 33);
            case CLIENTS -> List.of(2, 10, 100, 1_000);
            case SHARES -> List.of(1_000, 10_000, 100_000, 1_000_000);
            case SIZES -> List.of(64, 256, 1_024, 16_384, 131_072, 1_048_576);
        };
    }

    /** For command lines and files. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
