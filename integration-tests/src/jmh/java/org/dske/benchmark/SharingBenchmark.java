package org.dske.benchmark;

import java.security.SecureRandom;
import java.util.List;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.dske.field.GaloisField256;
import org.dske.key.KeyId;
import org.dske.secret.SecretBytes;
import org.dske.sharing.ItsSharing;
import org.dske.sharing.Share;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Shares of keys of 64 KiB, five of which three give the key back: an operation is a byte of the key, so that operations a microsecond are MB/s. */
@State(Scope.Thread)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@OperationsPerInvocation(SharingBenchmark.SIZE)
public class SharingBenchmark {
    static final int SIZE = 1 << 16;

    private static final List<Integer> HUBS = List.of(1, 2, 3, 4, 5);

    private final SecureRandom random = new SecureRandom();
    private final KeyId keyId = new KeyId(new UUID(1, 2));
    private final ItsSharing sharing = new ItsSharing(new TreeSet<>(HUBS), 3, random);
    private final SecretBytes key = SecretBytes.random(SIZE, random);
    private final List<Share> shares = sharing.split(keyId, key).subList(2, 5);
    private final byte[] first = SecretBytes.random(SIZE, random).expose();
    private final byte[] second = SecretBytes.random(SIZE, random).expose();

    /** All of it: random coefficients, the check value, five shares. */
    @Benchmark
    public List<Share> split() {
        return sharing.split(keyId, key);
    }

    /** The field's part of that alone: five values of a polynomial whose coefficients are there. */
    @Benchmark
    public byte[][] splitInField() {
        byte[][] values = new byte[HUBS.size()][];
        for (int i = 0; i < values.length; i++) {
            int place = HUBS.get(i);
            values[i] = key.expose().clone();
            GaloisField256.addProduct(values[i], place, first);
            GaloisField256.addProduct(values[i], GaloisField256.multiply(place, place), second);
        }
        return values;
    }

    /** Three shares, with the check. */
    @Benchmark
    public SecretBytes join() {
        return sharing.join(keyId, shares);
    }
}
