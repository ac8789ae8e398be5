package org.dske.field;

/**
 * A field GF(2^m) that is small enough to try everything in it: the models of what is proved for GF(2^128) compute in it.
 *
 * @param degree m, 1 to 8
 * @param modulus an irreducible polynomial of that degree, with its leading term
 */
public record SmallField(int degree, int modulus) {
    /** GF(2^3) modulo x^3 + x + 1. */
    public static final SmallField OF_8 = new SmallField(3, 0b1011);

    /** GF(2^4) modulo x^4 + x + 1. */
    public static final SmallField OF_16 = new SmallField(4, 0b10011);

    /** GF(2^5) modulo x^5 + x^2 + 1. */
    public static final SmallField OF_32 = new SmallField(5, 0b100101);

    /**
     * The number of elements.
     *
     * @return 2^m
     */
    public int size() {
        return 1 << degree;
    }

    /**
     * The product of two elements.
     *
     * @param a an element
     * @param b an element
     * @return an element
     */
    public int multiply(int a, int b) {
        int product = 0;
        for (int i = degree - 1; i >= 0; i--) {
            product <<= 1;
            if ((product >>> degree) != 0) {
                product ^= modulus;
            }
            if ((b >>> i & 1) != 0) {
                product ^= a;
            }
        }
        return product;
    }

    /**
     * The same hash as {@link PolynomialHash} has over GF(2^128).
     *
     * @param point an element
     * @param blocks elements, that of the highest power first
     * @return an element
     */
    public int hash(int point, int... blocks) {
        int value = 0;
        for (int block : blocks) {
            value = multiply(value ^ block, point);
        }
        return value;
    }
}
