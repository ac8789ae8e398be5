package org.dske.allocation;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which bytes of a pool a message uses: fragments, in order, that do not overlap. It names the bytes and does not hold
 * them; see {@link AllocatedBytes}.
 *
 * @param fragments 1 to {@value #MAX_FRAGMENTS} fragments
 */
public record Allocation(List<Fragment> fragments) {
    /** More than this many fragments in one allocation are refused; our own pools never come near it. */
    public static final int MAX_FRAGMENTS = 64;

    /** The longest text that can be an allocation, in characters. */
    private static final int MAX_TEXT = MAX_FRAGMENTS * (36 + 2 + 9 + 9 + 1);

    public Allocation {
        fragments = List.copyOf(fragments);
        if (fragments.isEmpty() || fragments.size() > MAX_FRAGMENTS) {
            throw new InvalidAllocationException("an allocation has 1 to " + MAX_FRAGMENTS + " fragments");
        }
        long total = 0;
        for (int i = 0; i < fragments.size(); i++) {
            total += fragments.get(i).size();
            for (int j = 0; j < i; j++) {
                if (fragments.get(i).overlaps(fragments.get(j))) {
                    throw new InvalidAllocationException("fragments of one allocation overlap");
                }
            }
        }
        if (total > Integer.MAX_VALUE) {
            throw new InvalidAllocationException("an allocation is too large");
        }
    }

    /** {@return the number of bytes allocated} */
    public int size() {
        return fragments.stream().mapToInt(Fragment::size).sum();
    }

    /** {@return the bytes of it from an index to before another} */
    Allocation part(int from, int to) {
        List<Fragment> part = new ArrayList<>();
        int offset = 0;
        for (Fragment fragment : fragments) {
            int begin = Math.max(from, offset);
            int end = Math.min(to, offset + fragment.size());
            if (begin < end) {
                part.add(new Fragment(fragment.blockUuid(), fragment.start() + begin - offset, end - begin));
            }
            offset += fragment.size();
        }
        return new Allocation(part);
    }

    /** {@return the UUIDs of the blocks that the bytes lie in, each once} */
    public Stream<UUID> blockUuids() {
        return fragments.stream().map(Fragment::blockUuid).distinct();
    }

    /** Fails if two allocations of one message share a byte. */
    public void requireDisjoint(Allocation other) {
        for (Fragment fragment : fragments) {
            if (other.fragments.stream().anyMatch(fragment::overlaps)) {
                throw new InvalidAllocationException("two allocations of one message overlap");
            }
        }
    }

    /** Reads the text form, fragments joined by commas; anything else is an {@link InvalidAllocationException}. */
    public static Allocation parse(String text) {
        if (text.length() > MAX_TEXT) {
            throw new InvalidAllocationException("an allocation has 1 to " + MAX_FRAGMENTS + " fragments");
        }
        List<Fragment> fragments = new ArrayList<>();
        for (String part : text.split(",", -1)) {
            fragments.add(Fragment.parse(part));
        }
        return new Allocation(fragments);
    }

    /** The text form: fragments joined by commas. */
    @Override
    public String toString() {
        return fragments.stream().map(Fragment::toString).collect(Collectors.joining(","));
    }
}
