package org.dske.psrd;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.dske.allocation.AllocatedBytes;
import org.dske.allocation.Allocation;
import org.dske.allocation.Fragment;
import org.dske.allocation.InvalidAllocationException;
import org.dske.ledger.PoolOwner;
import org.dske.testing.MutableClock;
import org.dske.testing.Seed;
import org.dske.time.Deadline;
import org.junit.jupiter.api.Test;

/** An owner and a taker with a wire between them that loses, doubles, delays and reorders messages, at random. */
class LossyWireTest {
    private static final int BLOCK_SIZE = 300;
    private static final long FAR = 1_200;

    /** How long a message may be under way, by the limits of every client. */
    private static final Duration UNDER_WAY = Duration.ofSeconds(20);

    @Test
    void noByteIsUsedTwiceAndNothingIsHeldThatOldMessagesWereEncryptedWith() {
        Seed.check(random -> new Run(random, FAR).steps(2_000));
    }

    @Test
    void whatArrivesInTimeIsTakenWhateverElseGotLost() {
        Seed.check(random -> {
            Run run = new Run(random, Long.MAX_VALUE);
            run.steps(2_000);
            assertEquals(0, run.refused, "messages that were refused though they came in time");
        });
    }

    /** A run with a random of its own. */
    private static final class Run {
        private final Random random;
        private final long far;
        private final MutableClock clock = new MutableClock();
        private final FakeStore ownStore = new FakeStore();
        private final FakeStore peerStore = new FakeStore();
        private final OwnPool own;
        private final PeerPool peer;
        private final Map<UUID, byte[]> ownData = new HashMap<>();
        private final Map<UUID, byte[]> peerData = new HashMap<>();
        private final Map<UUID, BitSet> sent = new HashMap<>();
        private final Map<UUID, BitSet> taken = new HashMap<>();
        private final List<Unsent> unsent = new ArrayList<>();
        private final List<Message> wire = new ArrayList<>();
        private int blocks;
        private int refused;

        private record Unsent(AllocatedBytes bytes, Deadline expected) {}

        private record Message(Allocation allocation, Deadline expected) {}

        private Run(Random random, long far) {
            this.random = random;
            this.far = far;
            this.own = new OwnPool("own", PoolOwner.HUB, ownStore, 0, Refill.NONE, clock, 0);
            this.peer = new PeerPool("peer", PoolOwner.HUB, peerStore, 0, Refill.NONE, clock, far, BLOCK_SIZE);
        }

        private void steps(int number) {
            for (int step = 0; step < number; step++) {
                switch (random.nextInt(12)) {
                    case 0, 1, 2, 3 -> allocate();
                    case 4 -> giveBack();
                    case 5, 6 -> send();
                    case 7, 8, 9 -> arrive();
                    case 10 -> clock.advance(Duration.ofMillis(random.nextInt(10_000)));
                    default -> settle();
                }
                checkHeld();
            }
            clock.advance(Pool.GRACE.plus(Pool.GRACE.dividedBy(16)));
            own.expire();
            peer.expire();
            assertErased(own, ownData);
            assertErased(peer, peerData);
        }

        private void allocate() {
            int size = 1 + random.nextInt(40);
            // What is due to be erased is not there any more when bytes are allocated.
            own.expire();
            if (own.remaining() < size) {
                addBlock();
            }
            unsent.add(new Unsent(own.allocate(Duration.ZERO, size).get(0), clock.deadline(UNDER_WAY)));
        }

        private void addBlock() {
            int n = ++blocks;
            UUID uuid = Blocks.uuid(n);
            sent.put(uuid, new BitSet());
            taken.put(uuid, new BitSet());
            // The taker has it first: it fetches it.
            peer.add(Blocks.block(n, BLOCK_SIZE)).join();
            own.add(Blocks.block(n, BLOCK_SIZE)).join();
            peerData.put(uuid, peerStore.takenOut(uuid));
            ownData.put(uuid, ownStore.takenOut(uuid));
        }

        private void giveBack() {
            if (!unsent.isEmpty()) {
                own.giveBack(unsent.remove(random.nextInt(unsent.size())).bytes());
            }
        }

        private void send() {
            if (unsent.isEmpty()) {
                return;
            }
            Unsent message = unsent.remove(random.nextInt(unsent.size()));
            AllocatedBytes allocated = message.bytes();
            assertArrayEquals(
                    Blocks.expected(allocated.allocation()), allocated.bytes().expose());
            allocated.allocation().fragments().forEach(fragment -> mark(sent, fragment, "sent"));
            if (random.nextInt(5) > 0) {
                int copies = random.nextInt(5) == 0 ? 2 : 1;
                for (int i = 0; i < copies; i++) {
                    wire.add(new Message(allocated.allocation(), message.expected()));
                }
            }
            allocated.close();
        }

        private void arrive() {
            if (wire.isEmpty()) {
                return;
            }
            Message message = wire.remove(random.nextInt(wire.size()));
            boolean again = message.allocation().fragments().stream()
                    .anyMatch(f -> taken.get(f.blockUuid()).get(f.start()));
            try {
                byte[] bytes = peer.peek(
                                message.allocation(), message.allocation().size(), Duration.ZERO)
                        .expose();
                peer.consume(message.allocation());
                assertArrayEquals(Blocks.expected(message.allocation()), bytes);
                message.allocation().fragments().forEach(fragment -> mark(taken, fragment, "taken"));
            } catch (InvalidAllocationException | UnknownBlockException e) {
                if (!again && !message.expected().isOver()) {
                    refused++;
                }
            }
        }

        private static void mark(Map<UUID, BitSet> uses, Fragment fragment, String what) {
            BitSet bits = uses.get(fragment.blockUuid());
            for (int i = fragment.start(); i < fragment.end(); i++) {
                assertTrue(!bits.get(i), "byte " + i + " of " + fragment + " is " + what + " twice");
                bits.set(i);
            }
        }

        /** What a registration does, of which both answers arrive. */
        private void settle() {
            peer.settle(own.marks()).join();
            own.settle(peer.marks()).join();
        }

        private void checkHeld() {
            if (far < Long.MAX_VALUE) {
                assertTrue(
                        peer.size() <= far + peer.remaining() + BLOCK_SIZE,
                        () -> "the taker holds " + peer.size() + " bytes");
            }
        }

        private static void assertErased(Pool pool, Map<UUID, byte[]> data) {
            Map<UUID, Integer> marks = pool.marks();
            Set<UUID> held = pool.blockUuids();
            data.forEach((uuid, bytes) -> {
                int upTo = held.contains(uuid) ? marks.getOrDefault(uuid, 0) : bytes.length;
                for (int i = 0; i < upTo; i++) {
                    assertEquals(0, bytes[i], "byte " + i + " of block " + uuid + " is still there");
                }
            });
        }
    }
}
