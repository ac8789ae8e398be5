package org.dske.benchmark;

import java.security.SecureRandom;
import java.util.concurrent.TimeUnit;
import org.dske.field.PolynomialHash;
import org.dske.secret.SecretBytes;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The hash (GHASH) of messages, which their tags are made of: an operation is a byte, so that operations a microsecond are MB/s. */
@State(Scope.Thread)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class TagBenchmark {
    private static final int KIB = 1 << 10;
    private static final int LARGE = 1 << 16;

    private final SecureRandom random = new SecureRandom();
    private final byte[] point =
            SecretBytes.random(PolynomialHash.BLOCK_SIZE, random).expose();
    private final byte[] message = SecretBytes.random(LARGE, random).expose();

    @Benchmark
    @OperationsPerInvocation(KIB)
    public byte[] of1KiB() {
        return hash(KIB);
    }

    @Benchmark
    @OperationsPerInvocation(LARGE)
    public byte[] of64KiB() {
        return hash(LARGE);
    }

    private byte[] hash(int size) {
        try (PolynomialHash hash = new PolynomialHash(point, 0)) {
            hash.add(message, 0, size);
            return hash.value();
        }
    }
}
