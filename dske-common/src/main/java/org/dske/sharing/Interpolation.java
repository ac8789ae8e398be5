package org.dske.sharing;

import java.util.List;
import org.dske.field.GaloisField256;
import org.dske.secret.SecretBytes;

/** Lagrange interpolation of the polynomials that shares are points of, byte by byte. */
final class Interpolation {
    private Interpolation() {}

    /**
     * The values at a public place of the polynomials that have as many coefficients as there are points, with different
     * indices and of one size.
     */
    static SecretBytes valueAt(List<Share> points, int at) {
        byte[] sum = new byte[points.get(0).value().size()];
        for (Share point : points) {
            GaloisField256.addProduct(
                    sum, weight(points, point.index(), at), point.value().expose());
        }
        return SecretBytes.owning(sum);
    }

    /** The Lagrange coefficient of a point: made of indices, so public. */
    private static int weight(List<Share> points, int index, int at) {
        int numerator = 1;
        int denominator = 1;
        for (Share other : points) {
            if (other.index() != index) {
                numerator = GaloisField256.multiply(numerator, at ^ other.index());
                denominator = GaloisField256.multiply(denominator, index ^ other.index());
            }
        }
        return GaloisField256.multiply(numerator, GaloisField256.inverse(denominator));
    }
}
