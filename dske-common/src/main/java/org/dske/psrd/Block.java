package org.dske.psrd;

import java.util.Arrays;
import java.util.BitSet;
import java.util.UUID;
import org.dske.allocation.Fragment;
import org.dske.allocation.InvalidAllocationException;
import org.dske.ledger.Origin;
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
    private final Origin origin;
    private int unused;
    private int namedUpTo;
    private int erasedUpTo;
    private long position;

    /** A block that came in a laboratory's way, of which no byte is used, and whose bytes are its own from now on. */
    public Block(UUID uuid, SecretBytes data) {
        this(uuid, data, Origin.LABORATORY);
    }

    /** A block of which no byte is used, and whose bytes are its own from now on: it wipes them as they are used. */
    public Block(UUID uuid, SecretBytes data, Origin origin) {
        this.uuid = uuid;
        this.origin = origin;
        this.data = data.expose();
        this.size = data.size();
        this.used = new BitSet(data.size());
        this.unused = data.size();
    }

    /** {@return the block's name} */
    public UUID uuid() {
        return uuid;
    }

    /** {@return the number of bytes, used and unused} */
    public int size() {
        return size;
    }

    /** {@return how the block came to the one of the two that did not make it} */
    public Origin origin() {
        return origin;
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

    /** Index behind the highest byte that the owner has named, or passed: it will not come back below it but to fill gaps. */
    int namedUpTo() {
        return namedUpTo;
    }

    /** The number of unused bytes below {@link #namedUpTo()}: of messages that are under way, or were lost, or not sent. */
    int gapBytes() {
        return unused - (size - namedUpTo);
    }

    /** Takes note that the owner has passed all bytes below an index. */
    void pass(int upTo) {
        namedUpTo = Math.max(namedUpTo, upTo);
    }

    /** Uses up what is left below an index, for ever: it cannot be given back either. */
    void erase(int upTo) {
        pass(upTo);
        erasedUpTo = Math.max(erasedUpTo, upTo);
        for (int start = nextUnused(0); start < upTo; start = nextUnused(start)) {
            use(firstGap(start, upTo - start));
        }
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
            throw new InvalidAllocationException(
                    InvalidAllocationException.Reason.USED, "a fragment names used bytes of PSRD block " + uuid);
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
        pass(fragment.end());
        Arrays.fill(data, fragment.start(), fragment.end(), (byte) 0);
        if (unused == 0) {
            data = USED_UP;
            used = new BitSet();
        }
    }

    /** Puts bytes back that {@link #use} took and that nobody has seen, but for those that are erased meanwhile. */
    void giveBack(Fragment fragment, byte[] source, int offset) {
        int start = Math.max(fragment.start(), erasedUpTo);
        int count = fragment.end() - start;
        if (count <= 0) {
            return;
        }
        if (unused == 0) {
            data = new byte[size];
            used.set(0, size);
        }
        System.arraycopy(source, offset + start - fragment.start(), data, start, count);
        used.clear(start, fragment.end());
        unused += count;
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
        namedUpTo = size;
        erasedUpTo = size;
    }

    @Override
    public String toString() {
        return "Block[" + uuid + ", " + unused + " of " + size + " bytes unused]";
    }
}
