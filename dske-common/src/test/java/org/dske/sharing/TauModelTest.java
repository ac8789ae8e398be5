package org.dske.sharing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.dske.field.SmallField;
import org.dske.testing.Seed;
import org.junit.jupiter.api.Test;

/**
 * Tau over small fields, where everything can be tried: a model of what the mode {@code its} promises over GF(2^128).
 *
 * <p>Who sends up to k-1 wrong shares adds numbers of his choice to the payload (s, x, tau), since interpolation is linear,
 * and knows nothing of x, since k-1 shares say nothing; so he is given s here, and for all that he can add the values of x
 * are counted for which the result passes.
 */
class TauModelTest {
    /** Tau for blocks s_1 ... s_d, given as the digits of a number. */
    private static int tau(SmallField field, int d, int blocks, int x) {
        int[] coefficients = new int[d + 2];
        coefficients[0] = 1;
        for (int i = 1; i <= d; i++) {
            // The blocks follow x^(d+2) and x^(d+1) from the last one to the first.
            coefficients[d + 2 - i] = blocks >>> (field.degree() * (i - 1)) & (field.size() - 1);
        }
        return field.hash(x, coefficients);
    }

    private static int[][] allTaus(SmallField field, int d) {
        int[][] taus = new int[1 << (field.degree() * d)][field.size()];
        for (int blocks = 0; blocks < taus.length; blocks++) {
            for (int x = 0; x < field.size(); x++) {
                taus[blocks][x] = tau(field, d, blocks, x);
            }
        }
        return taus;
    }

    /** The highest number of values of x for which something that is added to a payload passes. */
    private static int best(int[][] taus, int blocks) {
        int size = taus[0].length;
        int best = 0;
        for (int changed = 0; changed < taus.length; changed++) {
            for (int addedToX = 0; addedToX < size; addedToX++) {
                if (changed == blocks && addedToX == 0) {
                    // Then tau alone may change, which never passes.
                    continue;
                }
                int[] passes = new int[size];
                for (int x = 0; x < size; x++) {
                    int addedToTau = taus[changed][x ^ addedToX] ^ taus[blocks][x];
                    best = Math.max(best, ++passes[addedToTau]);
                }
            }
        }
        return best;
    }

    @Test
    void oneBlockOverAllOfAFieldOf32NeverPassesMoreOftenThanTheBound() {
        int[][] taus = allTaus(SmallField.OF_32, 1);
        int best = 0;
        for (int blocks = 0; blocks < taus.length; blocks++) {
            best = Math.max(best, best(taus, blocks));
        }
        assertEquals(2, best, "(d+1) of 32, and it is reached");
    }

    @Test
    void threeBlocksOverAllOfAFieldOf8NeverPassMoreOftenThanTheBound() {
        int[][] taus = allTaus(SmallField.OF_8, 3);
        int best = 0;
        for (int blocks = 0; blocks < taus.length; blocks++) {
            best = Math.max(best, best(taus, blocks));
        }
        assertEquals(4, best, "(d+1) of 8, and it is reached");
    }

    @Test
    void threeBlocksOverAFieldOf16WithAllChangesNeverPassMoreOftenThanTheBound() {
        Seed.check(random -> {
            int[][] taus = allTaus(SmallField.OF_16, 3);
            for (int i = 0; i < 10; i++) {
                assertEquals(4, best(taus, random.nextInt(taus.length)), "(d+1) of 16, and it is reached");
            }
        });
    }

    /** Why d is always odd: with d = 4, x^6 moved by 1 is x^6 plus powers that the blocks can take back. */
    @Test
    void withAnEvenNumberOfBlocksAChangeCouldPassForSure() {
        int[][] taus = allTaus(SmallField.OF_8, 4);
        assertEquals(8, best(taus, 0), "all of 8");
    }

    /**
     * What no proof covers: hubs that say that their shares lie at other places multiply the payload, in the field of shares,
     * by a number of their choice, before they add to it. In the field of tau that is no multiplication, and more values of x
     * can pass than the bound has it. Here a byte is a block, and the two fields of 16 differ in their moduli, as those of the
     * mode do. All is tried.
     */
    @Test
    void hubsThatNameWrongPlacesCanPassMoreOftenThanTheBoundButFarFromAlways() {
        SmallField ofShares = new SmallField(4, 0b11001);
        int[][] taus = allTaus(SmallField.OF_16, 1);
        int best = 0;
        for (int factor = 2; factor < 16; factor++) {
            for (int blocks = 0; blocks < 16; blocks++) {
                for (int changed = 0; changed < 16; changed++) {
                    for (int addedToX = 0; addedToX < 16; addedToX++) {
                        int[] passes = new int[16];
                        for (int x = 0; x < 16; x++) {
                            int addedToTau = taus[changed][ofShares.multiply(factor, x) ^ addedToX]
                                    ^ ofShares.multiply(factor, taus[blocks][x]);
                            best = Math.max(best, ++passes[addedToTau]);
                        }
                    }
                }
            }
        }
        assertEquals(7, best, "of 16, where the bound is (d+1) = 2");
    }
}
