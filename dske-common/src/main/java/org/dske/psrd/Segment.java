package org.dske.psrd;

import java.util.Arrays;
import java.util.BitSet;

/**
 * Consecutive bytes of a block that were taken out of the store, and which of them are used. A byte is zeroed at the moment of its use.
 * All indexes are those of the block. Guarded by the pool's lock.
 */
final class Segment {
    private final int start;
    private final byte[] data;
    private final BitSet used = new BitSet();
    private int unused;

    /** Bytes of which none is used, from an index of the block on; the array is the segment's own. */
    Segment(int start, byte[] data) {
        this.start = start;
        this.data = data;
        this.unused = data.length;
    }

    /** Bytes of which all are used. */
    static Segment usedUp(int start, int size) {
        Segment segment = new Segment(start, new byte[size]);
        segment.used.set(0, size);
        segment.unused = 0;
        return segment;
    }

    int size() {
        return data.length;
    }

    /** Index behind the last byte. */
    int end() {
        return start + data.length;
    }

    int unused() {
        return unused;
    }

    /** Index of the first unused byte at or behind an index, or the end if there is none. */
    int nextUnused(int from) {
        return Math.min(end(), start + used.nextClearBit(Math.max(0, from - start)));
    }

    /** Index of the first used byte at or behind an index in the segment, or the end if there is none. */
    int nextUsed(int from) {
        int next = used.nextSetBit(from - start);
        return next < 0 ? end() : start + next;
    }

    void copy(int from, int to, byte[] target, int offset) {
        System.arraycopy(data, from - start, target, offset, to - from);
    }

    /** Marks unused bytes as used. */
    void use(int from, int to) {
        used.set(from - start, to - start);
        unused -= to - from;
        Arrays.fill(data, from - start, to - start, (byte) 0);
    }

    /** Puts used bytes back. */
    void giveBack(int from, int to, byte[] source, int offset) {
        System.arraycopy(source, offset, data, from - start, to - from);
        used.clear(from - start, to - start);
        unused += to - from;
    }

    void wipe() {
        Arrays.fill(data, (byte) 0);
    }
}
