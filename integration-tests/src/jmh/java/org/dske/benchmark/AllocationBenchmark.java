package org.dske.benchmark;

import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.dske.allocation.AllocatedBytes;
import org.dske.key.NodeName;
import org.dske.ledger.MemoryLedger;
import org.dske.ledger.Origin;
import org.dske.ledger.PeerName;
import org.dske.ledger.PoolOwner;
import org.dske.psrd.Block;
import org.dske.psrd.OwnPool;
import org.dske.psrd.Refill;
import org.dske.secret.SecretBytes;
import org.dske.time.Ticker;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** PSRD for one message that hands a share of a 256-bit key to a hub, out of a pool in memory: allocations a microsecond. */
@State(Scope.Thread)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class AllocationBenchmark {
    private static final int BLOCK = 1 << 20;
    private static final int SHARE = 64;
    private static final int SIGNING_KEY = 32;

    private final SecureRandom random = new SecureRandom();
    private final OwnPool pool = new OwnPool(
            "hank/client",
            PoolOwner.CLIENT,
            new MemoryLedger().pool(PeerName.of(new NodeName("hank")), PoolOwner.CLIENT),
            0,
            Refill.NONE,
            Ticker.SYSTEM,
            1);

    /** A block that is used up is followed by another, which counts for little: there is one for ten thousand allocations. */
    @Benchmark
    public List<AllocatedBytes> allocate() {
        Optional<List<AllocatedBytes>> allocated = pool.tryAllocate(SHARE, SIGNING_KEY);
        while (allocated.isEmpty()) {
            pool.add(new Block(UUID.randomUUID(), SecretBytes.random(BLOCK, random), Origin.LABORATORY))
                    .join();
            allocated = pool.tryAllocate(SHARE, SIGNING_KEY);
        }
        allocated.get().forEach(AllocatedBytes::close);
        return allocated.get();
    }
}
