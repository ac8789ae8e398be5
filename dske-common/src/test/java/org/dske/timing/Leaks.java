package org.dske.timing;

/** How not to do it: what the method has to find, or it could find nothing. */
final class Leaks {
    private Leaks() {}

    /** Stops at the first difference. */
    static boolean equal(byte[] a, byte[] b) {
        for (int i = 0; i < a.length; i++) {
            if (a[i] != b[i]) {
                return false;
            }
        }
        return true;
    }

    /** As {@link org.dske.field.GaloisField256#addProduct}, but the bits of the secret choose the branches. */
    static void addProduct(byte[] sum, int factor, byte[] secret) {
        for (int i = 0; i < sum.length; i++) {
            int power = factor;
            for (int bits = secret[i] & 0xff; bits != 0; bits >>>= 1) {
                if ((bits & 1) != 0) {
                    sum[i] ^= (byte) power;
                }
                power = (power << 1) ^ (power >= 0x80 ? 0x11b : 0);
            }
        }
    }
}
