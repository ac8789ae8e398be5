package org.dske.field;

import java.util.Arrays;

/**
 * Measures how long the hash takes a block. It is no test: run its main method, on a machine that does nothing else.
 */
public final class PolynomialHashSpeed {
    private static final int ROUNDS = 25;
    private static final int BYTES_A_ROUND = 1 << 24;

    private PolynomialHashSpeed() {}

    /**
     * Prints nanoseconds a block, best and median of some rounds, for short and long messages.
     *
     * @param args none
     */
    public static void main(String[] args) {
        int sink = 0;
        for (int size : new int[] {512, 4096, 1 << 20}) {
            byte[] message = new byte[size];
            Arrays.fill(message, (byte) 0xa5);
            double[] nanos = new double[ROUNDS];
            for (int round = 0; round < ROUNDS; round++) {
                long start = System.nanoTime();
                for (int done = 0; done < BYTES_A_ROUND; done += size) {
                    PolynomialHash hash = new PolynomialHash(message, 0);
                    hash.add(message, 0, size);
                    sink ^= hash.value()[0];
                }
                nanos[round] = (System.nanoTime() - start) / (BYTES_A_ROUND / 16.0);
            }
            Arrays.sort(nanos);
            System.out.printf(
                    "%d bytes a message: best %.1f, median %.1f ns a block%n", size, nanos[0], nanos[ROUNDS / 2]);
        }
        System.out.println("(" + sink + ")");
    }
}
