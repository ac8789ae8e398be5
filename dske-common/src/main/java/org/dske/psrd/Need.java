package org.dske.psrd;

import java.util.Arrays;

/** The bytes that one message needs. Equal only to itself, so that those who wait can be told apart. */
final class Need {
    private final int[] sizes;
    private final int bytes;

    Need(int[] sizes) {
        if (sizes.length == 0 || Arrays.stream(sizes).anyMatch(size -> size < 1)) {
            throw new IllegalArgumentException("a need has 1 byte or more");
        }
        long sum = Arrays.stream(sizes).asLongStream().sum();
        if (sum > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("needs of " + sum + " bytes in one message");
        }
        this.sizes = sizes.clone();
        this.bytes = (int) sum;
    }

    int[] sizes() {
        return sizes;
    }

    int bytes() {
        return bytes;
    }
}
