package org.dske.allocation;

import static org.dske.psrd.Blocks.allocation;
import static org.dske.psrd.Blocks.fragment;
import static org.dske.psrd.Blocks.uuid;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.dske.secret.SecretBytes;
import org.dske.testing.Seed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AllocationTest {
    private static final String UUID_TEXT = "9ad7f620-5a0c-4979-8a2d-66142e06fd79";

    @Test
    void theTextFormIsFragmentsJoinedByCommas() {
        String text = UUID_TEXT + ":0:20,cda527e9-5ca7-40d6-a842-0b606597611c:7:12";
        Allocation allocation = Allocation.parse(text);
        assertEquals(text, allocation.toString());
        assertEquals(32, allocation.size());
        assertEquals(2, allocation.blockUuids().count());
        assertEquals(7, allocation.fragments().get(1).start());
        assertEquals(19, allocation.fragments().get(1).end());
    }

    @Test
    void whatIsWrittenIsReadBack() {
        Seed.check(random -> {
            for (int round = 0; round < 100; round++) {
                List<Fragment> fragments = new ArrayList<>();
                int count = 1 + random.nextInt(Allocation.MAX_FRAGMENTS);
                for (int i = 0; i < count; i++) {
                    fragments.add(fragment(i % 7, i * 1000 + random.nextInt(500), 1 + random.nextInt(500)));
                }
                Allocation allocation = new Allocation(fragments);
                assertEquals(allocation, Allocation.parse(allocation.toString()));
            }
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ",",
                UUID_TEXT,
                UUID_TEXT + ":0",
                UUID_TEXT + ":0:",
                UUID_TEXT + ":0:0",
                UUID_TEXT + ":0:1:",
                UUID_TEXT + ":0:1,",
                "," + UUID_TEXT + ":0:1",
                UUID_TEXT + ":01:1",
                UUID_TEXT + ":-1:1",
                UUID_TEXT + ":0:01",
                UUID_TEXT + ":1000000000:1",
                UUID_TEXT + ":0:1000000000",
                UUID_TEXT + ":0:1 ",
                UUID_TEXT + ":0:1\n",
                "9ad7f620-5a0c-4979-8a2d-66142e06fd7g:0:1",
                "9ad7f620-5a0c-4979-8a2d-66142e06fd7,:0:1"
            })
    void anyOtherTextIsRefused(String text) {
        assertThrows(InvalidAllocationException.class, () -> Allocation.parse(text));
    }

    @ParameterizedTest
    @CsvSource({"-1,1", "0,0", "0,-1", "2147483647,1", "1,2147483647", "-2147483648,-2147483648"})
    void aFragmentThatIsNoneIsRefused(int start, int size) {
        assertThrows(InvalidAllocationException.class, () -> fragment(1, start, size));
    }

    @Test
    void aFragmentMayEndAtTheLastIndexThereIs() {
        assertEquals(Integer.MAX_VALUE, fragment(1, 0, Integer.MAX_VALUE).end());
        assertEquals(Integer.MAX_VALUE, fragment(1, Integer.MAX_VALUE - 1, 1).end());
    }

    @Test
    void anAllocationHas1To64Fragments() {
        assertThrows(InvalidAllocationException.class, () -> new Allocation(List.of()));
        assertDoesNotThrow(() -> new Allocation(fragments(64)));
        assertThrows(InvalidAllocationException.class, () -> new Allocation(fragments(65)));
        assertThrows(InvalidAllocationException.class, () -> new Allocation(fragments(100_000)));
        String text = UUID_TEXT + ":0:1";
        assertThrows(InvalidAllocationException.class, () -> Allocation.parse((text + ",").repeat(10_000) + text));
    }

    @Test
    void theTextOfTheLongestAllocationIsRead() {
        Allocation longest = new Allocation(IntStream.range(0, 64)
                .mapToObj(i -> fragment(i, 999_999_999, 1_000_000 + i))
                .toList());
        assertEquals(longest, Allocation.parse(longest.toString()));
    }

    @Test
    void sizesThatOverflowAreRefused() {
        assertThrows(
                InvalidAllocationException.class,
                () -> allocation(fragment(1, 0, Integer.MAX_VALUE), fragment(2, 0, 1)));
        assertThrows(
                InvalidAllocationException.class,
                () -> allocation(
                        fragment(1, 0, Integer.MAX_VALUE), fragment(2, 0, Integer.MAX_VALUE), fragment(3, 0, 34)));
        assertEquals(
                Integer.MAX_VALUE,
                allocation(fragment(1, 0, Integer.MAX_VALUE - 1), fragment(2, 0, 1))
                        .size());
    }

    @Test
    void fragmentsOfOneAllocationDoNotOverlap() {
        Seed.check(random -> {
            for (int round = 0; round < 2_000; round++) {
                Fragment one = fragment(random.nextInt(2), random.nextInt(8), 1 + random.nextInt(8));
                Fragment other = fragment(random.nextInt(2), random.nextInt(8), 1 + random.nextInt(8));
                boolean shared = one.blockUuid().equals(other.blockUuid())
                        && IntStream.range(one.start(), one.end()).anyMatch(i -> i >= other.start() && i < other.end());
                if (shared) {
                    assertThrows(InvalidAllocationException.class, () -> allocation(one, other), one + " " + other);
                    assertThrows(
                            InvalidAllocationException.class,
                            () -> allocation(one).requireDisjoint(allocation(fragment(9, 0, 1), other)));
                } else {
                    assertDoesNotThrow(() -> allocation(one, other), one + " " + other);
                    assertDoesNotThrow(() -> allocation(one).requireDisjoint(allocation(other)));
                }
            }
        });
    }

    @Test
    void eachBlockIsNamedOnce() {
        Allocation allocation = allocation(fragment(2, 0, 1), fragment(1, 5, 1), fragment(2, 7, 2));
        assertEquals(List.of(uuid(2), uuid(1)), allocation.blockUuids().toList());
    }

    @Test
    void allocatedBytesAreCutInTwoWithTheirNames() {
        Seed.check(random -> {
            for (int round = 0; round < 500; round++) {
                List<Fragment> fragments = new ArrayList<>();
                List<String> names = new ArrayList<>();
                byte[] all = new byte[100];
                random.nextBytes(all);
                int size = 0;
                for (int block = 0; block < 1 + random.nextInt(4); block++) {
                    Fragment fragment = fragment(block, random.nextInt(9), 2 + random.nextInt(8));
                    fragments.add(fragment);
                    IntStream.range(fragment.start(), fragment.end())
                            .forEach(i -> names.add(fragment.blockUuid() + ":" + i));
                    size += fragment.size();
                }
                byte[] bytes = Arrays.copyOf(all, size);
                AllocatedBytes whole = new AllocatedBytes(new Allocation(fragments), SecretBytes.copyOf(bytes));
                int at = 1 + random.nextInt(size - 1);
                List<AllocatedBytes> parts = whole.splitAt(at);
                assertEquals(
                        SecretBytes.copyOf(Arrays.copyOf(bytes, at)),
                        parts.getFirst().bytes());
                assertEquals(
                        SecretBytes.copyOf(Arrays.copyOfRange(bytes, at, size)),
                        parts.getLast().bytes());
                assertEquals(
                        names,
                        parts.stream()
                                .flatMap(part -> part.allocation().fragments().stream())
                                .flatMap(part -> IntStream.range(part.start(), part.end())
                                        .mapToObj(i -> part.blockUuid() + ":" + i))
                                .toList());
                assertThrows(IllegalStateException.class, () -> whole.bytes().expose(), "they are wiped");
            }
        });
    }

    private static List<Fragment> fragments(int count) {
        return IntStream.range(0, count).mapToObj(i -> fragment(1, 2 * i, 1)).toList();
    }
}
