package org.dske.psrd;

import java.util.Arrays;
import java.util.BitSet;
import java.util.UUID;
import org.dske.secret.SecretBytes;

/**
 * A block of PSRD and which of its bytes are used. A byte is zeroed in the block at the moment of its use, so what a block
 * gave away once it cannot give away again.
 *
 * <p>Not safe for concurrent use: the {@link Pool} that holds it guards it.
 */
public final class Block implements AutoCloseable {
    /** In place of nothing but zeros. */
    private static final byte[] USED_UP = {};

    private final UUID uuid;
    private final int size;
    private byte[] data;
    private BitSet used;
    private int unused;
    private int namedUpTo;
    private long position;

    /**
     * A block of which no byte is used.
     *
     * @param uuid its name
     * @param data its bytes, which are the block's from now on: it wipes them as they are used
     */
    public Block(UUID uuid, SecretBytes data) {
        this.uuid = uuid;
        this.data = data.expose();
        this.size = data.size();
        this.used = new BitSet(data.size());
        this.unused = data.size();
    }

    /**
     * The block's name.
     *
     * @return its UUID
     */
    public UUID uuid() {
        return uuid;
    }

    /**
     * The number of bytes, used and unused.
     *
     * @return the size in bytes
     */
    public int size() {
        return size;
    }

    /** The block's place in the order of its pool: smaller is earlier. */
    long position() {
        return position;
    }

    void setPosition(long position) {
        this.position = position;
    }

    /** The number of bytes that are not used. */
    int unused() {
        return unused;
    }

    /** Index behind the highest byte that was ever used: the owner will not come back below it but to fill gaps. */
    int namedUpTo() {
        return namedUpTo;
    }

    /** The gap at or behind an index, which must not be behind the last gap; at most so many bytes of it. */
    Fragment firstGap(int from, int atMost) {
        int start = used.nextClearBit(from);
        int end = used.nextSetBit(start);
        int limit = end < 0 ? size : end;
        return new Fragment(uuid, start, Math.min(atMost, limit - start));
    }

    /** Index of the first unused byte at or behind an index, or the size if there is none. */
    int nextUnused(int from) {
        return unused == 0 ? size : Math.min(used.nextClearBit(from), size);
    }

    /** Fails unless the bytes are in the block and unused. */
    void requireUnused(Fragment fragment) {
        if (fragment.end() > size) {
            throw new InvalidAllocationException("a fragment lies outside of PSRD block " + uuid);
        }
        int firstUsed = unused == 0 ? fragment.start() : used.nextSetBit(fragment.start());
        if (firstUsed >= 0 && firstUsed < fragment.end()) {
            throw new InvalidAllocationException("a fragment names used bytes of PSRD block " + uuid);
        }
    }

    /** Copies bytes out, which stay in the block. */
    void copy(Fragment fragment, byte[] target, int offset) {
        System.arraycopy(data, fragment.start(), target, offset, fragment.size());
    }

    /** Marks bytes as used and zeroes them. */
    void use(Fragment fragment) {
        used.set(fragment.start(), fragment.end());
        unused -= fragment.size();
        namedUpTo = Math.max(namedUpTo, fragment.end());
        Arrays.fill(data, fragment.start(), fragment.end(), (byte) 0);
        if (unused == 0) {
            data = USED_UP;
            used = new BitSet();
        }
    }

    /** Puts bytes back that {@link #use} took and that nobody has seen. */
    void giveBack(Fragment fragment, byte[] source, int offset) {
        if (unused == 0) {
            data = new byte[size];
            used.set(0, size);
        }
        System.arraycopy(source, offset, data, fragment.start(), fragment.size());
        used.clear(fragment.start(), fragment.end());
        unused += fragment.size();
    }

    /** The first bytes, for study: zeros where they are used. */
    byte[] firstBytes(int count) {
        return Arrays.copyOf(data, Math.min(count, size));
    }

    /** Wipes what is left. */
    @Override
    public void close() {
        Arrays.fill(data, (byte) 0);
        data = USED_UP;
        used = new BitSet();
        unused = 0;
    }

    @Override
    public String toString() {
        return "Block[" + uuid + ", " + unused + " of " + size + " bytes unused]";
    }
}
