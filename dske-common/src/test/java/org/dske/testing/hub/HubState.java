package org.dske.testing.hub;

import jakarta.json.JsonObject;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * What a {@link FakeHub} knows: clients, blocks, shares. Which bytes were ever used outlives a loss of memory, so that a
 * client that uses a byte for two messages is found out. Guarded by itself.
 */
final class HubState {
    /** A run of bytes in a block. */
    record Run(UUID block, int start, int size) {}

    /** Bytes up to an index that a message used. */
    private record Use(int end, String message) {}

    /** A share as the hub holds it. */
    record Stored(String master, Set<String> slaves, int index, byte[] value, Sharing sharing) {}

    /** How a key was split, as its initiator says: an empty word, 0 and no places if it says nothing. */
    record Sharing(String wireName, int threshold, JsonObject places) {}

    /** A block, of which the hub remembers how far it has allocated. */
    static final class Shared {
        final UUID uuid;
        final byte[] data;
        final BitSet used = new BitSet();
        int allocated;

        Shared(UUID uuid, byte[] data) {
            this.uuid = uuid;
            this.data = data;
        }

        Shared(int size) {
            this(UUID.randomUUID(), new byte[size]);
            // Fast, and random enough to tell bytes apart.
            new SplittableRandom().nextBytes(data);
        }
    }

    /** A client and the two pools shared with it. */
    static final class Registered {
        final String name;
        final Set<String> encryptors;
        /** How its messages are signed. */
        String suite;
        /** The best suite that it speaks. */
        String bestSuite = "classic";

        final Map<UUID, Shared> clientPool = new LinkedHashMap<>();
        final Map<UUID, Shared> hubPool = new LinkedHashMap<>();

        Registered(String name, Set<String> encryptors, String suite) {
            this.name = name;
            this.encryptors = encryptors;
            this.suite = suite;
        }

        /** Bytes that the hub can still allocate. */
        long left() {
            return hubPool.values().stream()
                    .mapToLong(block -> block.data.length - block.allocated)
                    .sum();
        }

        /** Allocates, first gap first; the caller has made sure that there is enough. */
        List<Run> allocate(int size) {
            List<Run> runs = new ArrayList<>();
            int missing = size;
            for (Shared block : hubPool.values()) {
                int taken = Math.min(missing, block.data.length - block.allocated);
                if (taken > 0) {
                    runs.add(new Run(block.uuid, block.allocated, taken));
                    block.allocated += taken;
                    missing -= taken;
                }
            }
            return runs;
        }

        byte[] bytes(Map<UUID, Shared> pool, List<Run> runs) {
            byte[] bytes = new byte[runs.stream().mapToInt(Run::size).sum()];
            int offset = 0;
            for (Run run : runs) {
                System.arraycopy(pool.get(run.block()).data, run.start(), bytes, offset, run.size());
                offset += run.size();
            }
            return bytes;
        }
    }

    final Map<String, Registered> clients = new HashMap<>();
    final Map<UUID, Stored> shares = new HashMap<>();
    final Map<UUID, Stored> hidden = new HashMap<>();
    final Queue<String> violations = new ConcurrentLinkedQueue<>();

    /** What was used of each block, by the first byte. */
    private final Map<UUID, NavigableMap<Integer, Use>> everUsed = new HashMap<>();

    private final Map<String, Long> usedByClient = new ConcurrentHashMap<>();
    private final Map<String, Long> usedByHub = new ConcurrentHashMap<>();

    /** The client that a block out of which it allocates belongs to. */
    Optional<Registered> ownerOf(List<Run> runs) {
        return clients.values().stream()
                .filter(client -> runs.stream().allMatch(run -> client.clientPool.containsKey(run.block())))
                .findFirst();
    }

    /**
     * Uses bytes up for a message. The same message that comes twice is a retry; another one is a violation.
     *
     * @return false for a retry, which is refused
     */
    boolean use(Registered client, List<Run> runs, String message) {
        for (Run run : runs) {
            Shared block = client.clientPool.get(run.block());
            if (run.start() < 0 || run.size() < 1 || run.start() + run.size() > block.data.length) {
                violations.add("bytes outside of block " + run);
                return false;
            }
            NavigableMap<Integer, Use> uses = everUsed.computeIfAbsent(run.block(), uuid -> new TreeMap<>());
            Map.Entry<Integer, Use> before = uses.lowerEntry(run.start() + run.size());
            if (before != null && before.getValue().end() > run.start()) {
                if (!before.getValue().message().equals(message)) {
                    violations.add("bytes " + run + " used by two messages:\n"
                            + before.getValue().message() + "\n" + message);
                }
                return false;
            }
            uses.put(run.start(), new Use(run.start() + run.size(), message));
            block.used.set(run.start(), run.start() + run.size());
            usedByClient.merge(client.name, (long) run.size(), Long::sum);
        }
        client.clientPool.values().removeIf(block -> block.used.cardinality() == block.data.length);
        return true;
    }

    void countHub(Registered client, int size) {
        usedByHub.merge(client.name, (long) size, Long::sum);
    }

    long usedByClient(String client) {
        return usedByClient.getOrDefault(client, 0L);
    }

    long usedByHub(String client) {
        return usedByHub.getOrDefault(client, 0L);
    }

    /** What a restart does to a hub that keeps all in memory. */
    void forget() {
        clients.clear();
        shares.clear();
    }

    /** Deletes what is used up. */
    void tidy(Registered client) {
        Iterator<Shared> blocks = client.hubPool.values().iterator();
        while (blocks.hasNext()) {
            Shared block = blocks.next();
            if (block.allocated == block.data.length) {
                blocks.remove();
            }
        }
    }
}
