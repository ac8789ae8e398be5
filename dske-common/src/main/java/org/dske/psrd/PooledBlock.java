package org.dske.psrd;

import static org.dske.ledger.SegmentStore.SEGMENT_SIZE;

import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.dske.allocation.Fragment;
import org.dske.allocation.InvalidAllocationException;
import org.dske.ledger.Origin;
import org.dske.ledger.StoredBlock;
import org.dske.secret.SecretBytes;
import org.jspecify.annotations.Nullable;

/**
 * A block of a pool and which of its bytes are used. From an index to its end its bytes are in the store, and none of those is used.
 * What is before was taken out, by segments: a byte is in one of the segments in memory, or it is used, for ever. A segment of which
 * nothing is left is not held, so a block takes as much memory as what was taken out of it and not used yet.
 *
 * <p>Not safe for concurrent use: the {@link Pool} that holds it guards it.
 */
final class PooledBlock {
    private final UUID uuid;
    private final int size;
    private final Origin origin;
    private final long position;

    /** Those in memory, by their number in the block. */
    private final NavigableMap<Integer, Segment> segments = new TreeMap<>();

    private int storedFrom;
    private int inMemory;
    private int namedUpTo;
    private int erasedUpTo;
    private boolean closed;

    /** What the store does with the block just now, and what will be out of the store then. */
    private @Nullable CompletableFuture<Void> underWay;

    private int underWayUpTo;

    /** A block as the store has it. Smaller positions are earlier in the pool. */
    PooledBlock(StoredBlock stored, long position) {
        this.uuid = stored.uuid();
        this.size = stored.size();
        this.origin = stored.origin();
        this.position = position;
        this.storedFrom = stored.storedFrom();
        this.namedUpTo = storedFrom;
        this.erasedUpTo = storedFrom;
    }

    UUID uuid() {
        return uuid;
    }

    /** The number of bytes, used and unused. */
    int size() {
        return size;
    }

    Origin origin() {
        return origin;
    }

    /** The block's place in the order of its pool: smaller is earlier. */
    long position() {
        return position;
    }

    /** Index of the first byte in the store; the size if there is none. */
    int storedFrom() {
        return storedFrom;
    }

    /** The number of bytes in the store. */
    int stored() {
        return size - storedFrom;
    }

    /** The number of unused bytes in memory. */
    int inMemory() {
        return inMemory;
    }

    /** The number of bytes that are not used. */
    int unused() {
        return inMemory + stored();
    }

    /** Index behind the highest byte that the owner has named, or passed: it will not come back below it but to fill gaps. */
    int namedUpTo() {
        return namedUpTo;
    }

    /** The number of unused bytes below {@link #namedUpTo()}: of messages that are under way, or were lost, or not sent. */
    int gapBytes() {
        return unused() - (size - namedUpTo);
    }

    /** Takes note that the owner has passed all bytes below an index. They are not in the store any more. */
    void pass(int upTo) {
        if (upTo > storedFrom) {
            throw new IllegalArgumentException("bytes of PSRD block " + uuid + " are passed that are stored");
        }
        namedUpTo = Math.max(namedUpTo, upTo);
    }

    /** Uses up what is left below an index, for ever, or as soon as it is out of the store: it cannot be given back either. */
    void erase(int upTo) {
        erasedUpTo = Math.max(erasedUpTo, upTo);
        int end = Math.min(upTo, storedFrom);
        pass(end);
        for (int start = nextUnused(0); start < end; start = nextUnused(start)) {
            use(firstGap(start, end - start));
        }
    }

    /**
     * The gap in memory at or behind an index, which must not be behind the last gap; at most so many bytes of it, and not beyond its
     * segment.
     */
    Fragment firstGap(int from, int atMost) {
        int start = nextUnused(from);
        int end = Objects.requireNonNull(segments.get(start / SEGMENT_SIZE)).nextUsed(start);
        return new Fragment(uuid, start, Math.min(atMost, end - start));
    }

    /** Index of the first unused byte in memory at or behind an index, or the size if there is none. */
    int nextUnused(int from) {
        for (Segment segment : segments.tailMap(from / SEGMENT_SIZE, true).values()) {
            int next = segment.nextUnused(from);
            if (next < segment.end()) {
                return next;
            }
        }
        return size;
    }

    /** Fails unless the bytes are in the block and unused. */
    void requireUnused(Fragment fragment) {
        if (fragment.end() > size) {
            throw new InvalidAllocationException("a fragment lies outside of PSRD block " + uuid);
        }
        if (fragment.start() < erasedUpTo || !isUnused(fragment.start(), Math.min(fragment.end(), storedFrom))) {
            throw new InvalidAllocationException(
                    InvalidAllocationException.Reason.USED, "a fragment names used bytes of PSRD block " + uuid);
        }
    }

    private boolean isUnused(int start, int end) {
        for (int at = start; at < end; at = endOfSegment(at)) {
            Segment segment = segments.get(at / SEGMENT_SIZE);
            if (segment == null || segment.nextUsed(at) < Math.min(end, segment.end())) {
                return false;
            }
        }
        return true;
    }

    /** Copies unused bytes out, which stay in the block: those that are in memory. */
    void copy(Fragment fragment, byte[] target, int offset) {
        eachSegment(
                fragment.start(),
                Math.min(fragment.end(), storedFrom),
                (segment, from, to) -> segment.copy(from, to, target, offset + from - fragment.start()));
    }

    /** Marks unused bytes in memory as used and zeroes them. */
    void use(Fragment fragment) {
        pass(fragment.end());
        eachSegment(fragment.start(), fragment.end(), (segment, from, to) -> segment.use(from, to));
        inMemory -= fragment.size();
        int last = (fragment.end() - 1) / SEGMENT_SIZE;
        segments.subMap(fragment.start() / SEGMENT_SIZE, true, last, true)
                .values()
                .removeIf(segment -> segment.unused() == 0);
    }

    /**
     * Puts bytes back that {@link #use} took and that nobody has seen, but for those that are erased meanwhile. They stay in memory,
     * whatever comes.
     */
    void giveBack(Fragment fragment, byte[] source, int offset) {
        int start = Math.max(fragment.start(), erasedUpTo);
        if (start >= fragment.end()) {
            return;
        }
        for (int at = start; at < fragment.end(); at = endOfSegment(at)) {
            segments.computeIfAbsent(at / SEGMENT_SIZE, this::usedUp);
        }
        eachSegment(
                start,
                fragment.end(),
                (segment, from, to) -> segment.giveBack(from, to, source, offset + from - fragment.start()));
        inMemory += fragment.end() - start;
    }

    /** The first bytes, for study: zeros where they are used, or stored. */
    byte[] firstBytes(int count) {
        byte[] first = new byte[Math.min(count, size)];
        for (int at = 0; at < first.length; at = endOfSegment(at)) {
            Segment segment = segments.get(at / SEGMENT_SIZE);
            if (segment != null) {
                int from = segment.end() - segment.size();
                int to = Math.min(first.length, segment.end());
                if (from < to) {
                    segment.copy(from, to, first, from);
                }
            }
        }
        return first;
    }

    /** How many bytes the segments in memory have of which the owner has passed all: used and unused. */
    long passedInMemory() {
        if (inMemory == 0) {
            return 0;
        }
        long sum = 0;
        for (Segment segment : segments.values()) {
            if (segment.end() > namedUpTo) {
                break;
            }
            sum += segment.size();
        }
        return sum;
    }

    /** Erases the first segment in memory, and says how many bytes it had. */
    int eraseFirst() {
        Segment first = segments.firstEntry().getValue();
        int bytes = first.size();
        erase(first.end());
        return bytes;
    }

    /** What the store does with the block just now; null if nothing. */
    @Nullable
    CompletableFuture<Void> underWay() {
        return underWay;
    }

    /** How many bytes will be out of the store when what is {@link #underWay()} is done. */
    int leaving() {
        return underWay == null ? 0 : underWayUpTo - storedFrom;
    }

    /** The store begins to do something, after which nothing before an index is stored. */
    void begin(CompletableFuture<Void> operation, int upTo) {
        underWay = operation;
        underWayUpTo = upTo;
    }

    /** The store has done it, or failed. */
    void end() {
        underWay = null;
    }

    /** Takes bytes into memory that were taken out of the store: what they were is wiped, or becomes the block's. */
    void takeIn(SecretBytes taken) {
        if (closed) {
            taken.close();
            return;
        }
        int end = storedFrom + taken.size();
        if (taken.size() == 0 || end != endOfSegment(end - 1)) {
            taken.close();
            throw new IllegalStateException("the store does not hold PSRD block " + uuid + " as it was put there");
        }
        boolean one = end == endOfSegment(storedFrom);
        for (int at = storedFrom; at < end; at = endOfSegment(at)) {
            byte[] bytes = one
                    ? taken.expose()
                    : taken.slice(at - storedFrom, endOfSegment(at) - storedFrom)
                            .expose();
            segments.put(at / SEGMENT_SIZE, new Segment(at, bytes));
        }
        if (!one) {
            taken.close();
        }
        inMemory += taken.size();
        storedFrom = end;
        erase(erasedUpTo);
    }

    /** Takes note that stored bytes before an index were erased unread. */
    void discarded(int upTo) {
        if (!closed) {
            storedFrom = upTo;
            erase(upTo);
        }
    }

    /** A copy of what is in memory behind the highest named byte: it lies directly before what is stored. */
    SecretBytes rest() {
        byte[] rest = new byte[storedFrom - namedUpTo];
        if (rest.length > 0) {
            copy(new Fragment(uuid, namedUpTo, rest.length), rest, 0);
        }
        return SecretBytes.owning(rest);
    }

    /** Index of the first byte of the segment that an index is in; the size if that is the index. */
    int beginOfSegment(int at) {
        return at == size ? size : at / SEGMENT_SIZE * SEGMENT_SIZE;
    }

    /** Index behind the segment that a byte is in. */
    int endOfSegment(int at) {
        return (int) Math.min(size, (at / SEGMENT_SIZE + 1L) * SEGMENT_SIZE);
    }

    /** Wipes what is in memory. The block is no longer a pool's then: what is stored is none of its concern. */
    void close() {
        segments.values().forEach(Segment::wipe);
        segments.clear();
        closed = true;
        inMemory = 0;
        storedFrom = size;
        namedUpTo = size;
        erasedUpTo = size;
    }

    @Override
    public String toString() {
        return "PooledBlock[" + uuid + ", " + unused() + " of " + size + " bytes unused]";
    }

    private Segment usedUp(int number) {
        int start = number * SEGMENT_SIZE;
        return Segment.usedUp(start, endOfSegment(start) - start);
    }

    /** What is done with a part of a segment. */
    @FunctionalInterface
    private interface Part {
        void accept(Segment segment, int from, int to);
    }

    private void eachSegment(int start, int end, Part part) {
        for (int at = start; at < end; ) {
            int upTo = Math.min(end, endOfSegment(at));
            Segment segment = segments.get(at / SEGMENT_SIZE);
            if (segment == null) {
                throw new IllegalArgumentException("used bytes of PSRD block " + uuid + " are not in memory");
            }
            part.accept(segment, at, upTo);
            at = upTo;
        }
    }
}
