package org.dske.psrd;

import java.util.UUID;
import org.dske.allocation.Allocation;
import org.dske.allocation.Fragment;
import org.dske.secret.SecretBytes;

/** Blocks that tests can recognise: byte {@code i} of block {@code n} is {@code n * 16 + i + 1}, and never 0. */
public final class Blocks {
    private Blocks() {}

    public static UUID uuid(int n) {
        return new UUID(0, n);
    }

    static byte at(int n, int i) {
        int value = (n * 16 + i + 1) & 0xff;
        return (byte) (value == 0 ? 77 : value);
    }

    static byte[] data(int n, int size) {
        byte[] data = new byte[size];
        for (int i = 0; i < size; i++) {
            data[i] = at(n, i);
        }
        return data;
    }

    static Block block(int n, int size) {
        return new Block(uuid(n), SecretBytes.owning(data(n, size)));
    }

    public static Fragment fragment(int n, int start, int size) {
        return new Fragment(uuid(n), start, size);
    }

    public static Allocation allocation(Fragment... fragments) {
        return new Allocation(java.util.List.of(fragments));
    }

    /** What the bytes of an allocation are if nobody changed them. */
    static byte[] expected(Allocation allocation) {
        byte[] bytes = new byte[allocation.size()];
        int at = 0;
        for (Fragment fragment : allocation.fragments()) {
            int n = (int) fragment.blockUuid().getLeastSignificantBits();
            for (int i = fragment.start(); i < fragment.end(); i++) {
                bytes[at++] = at(n, i);
            }
        }
        return bytes;
    }
}
