package org.dske.sharing;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.dske.error.InvalidException;
import org.dske.key.KeyId;
import org.dske.secret.SecretBytes;

/**
 * The mode {@code classic}: Shamir's scheme over GF(2^8) with a digest, as SLIP-39 has it. The shares are at 0..n-1, the
 * secret is at 255, and at 254 is the digest share: the first 4 bytes of HMAC-SHA256(R, secret), then R, which is random.
 * Source: protocol, section 5.
 *
 * <p>Fewer than <i>k</i>-1 shares say nothing about the secret; <i>k</i>-1 shares say as much as 32 bits of digest do, which
 * is why short keys are not for this mode. A wrong set of shares passes with probability 2^-32.
 */
public final class ClassicSharing implements SecretSharing {
    /** The word for this mode in messages. */
    public static final String NAME = "classic";

    private static final int SECRET_INDEX = 255;
    private static final int DIGEST_INDEX = 254;
    private static final int DIGEST_SIZE = 4;

    private final Threshold network;
    private final SecureRandom random;

    /** The mode for a network of <i>n</i> shares, 2 to 254, of which <i>k</i> give the key back, 2 to <i>n</i>. */
    public ClassicSharing(int shares, int threshold, SecureRandom random) {
        if (shares > DIGEST_INDEX) {
            throw new InvalidException("n is at most " + DIGEST_INDEX + " in the mode " + NAME);
        }
        this.network = Threshold.fromZero(shares, threshold);
        this.random = random;
    }

    @Override
    public List<Share> split(KeyId keyId, SecretBytes key) {
        if (key.size() < DIGEST_SIZE) {
            throw new InvalidException("a secret has at least " + DIGEST_SIZE + " bytes");
        }
        List<Share> points = new ArrayList<>();
        for (int index = 0; index < network.needed() - 2; index++) {
            points.add(new Share(index, SecretBytes.random(key.size(), random)));
        }
        List<Share> result = new ArrayList<>(points);
        try (SecretBytes digestShare = digestShare(key)) {
            points.add(new Share(DIGEST_INDEX, digestShare));
            points.add(new Share(SECRET_INDEX, key));
            network.indices().stream()
                    .skip(network.needed() - 2L)
                    .map(index -> new Share(index, Interpolation.valueAt(points, index)))
                    .forEach(result::add);
        }
        return List.copyOf(result);
    }

    @Override
    public SecretBytes join(KeyId keyId, List<Share> given) {
        network.requireJoinable(given, DIGEST_SIZE);
        SecretBytes secret = Interpolation.valueAt(given, SECRET_INDEX);
        try (SecretBytes digestShare = Interpolation.valueAt(given, DIGEST_INDEX)) {
            byte[] r = Arrays.copyOfRange(digestShare.expose(), DIGEST_SIZE, digestShare.size());
            byte[] digest = Arrays.copyOf(digestShare.expose(), DIGEST_SIZE);
            boolean fits = MessageDigest.isEqual(digest, digest(r, secret));
            Arrays.fill(r, (byte) 0);
            if (!fits) {
                secret.close();
                throw new ReconstructionException("the shares are not all of one secret");
            }
        }
        return secret;
    }

    @Override
    public int threshold() {
        return network.needed();
    }

    @Override
    public boolean hasShareAt(int index) {
        return network.has(index);
    }

    @Override
    public int shareSize(int keySize) {
        return keySize;
    }

    private SecretBytes digestShare(SecretBytes secret) {
        byte[] r = new byte[secret.size() - DIGEST_SIZE];
        random.nextBytes(r);
        byte[] share = Arrays.copyOf(digest(r, secret), secret.size());
        System.arraycopy(r, 0, share, DIGEST_SIZE, r.length);
        Arrays.fill(r, (byte) 0);
        return SecretBytes.owning(share);
    }

    private static byte[] digest(byte[] r, SecretBytes secret) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            // HMAC pads its key with zeros, so a zero byte is the empty key, which SecretKeySpec refuses.
            mac.init(new SecretKeySpec(r.length == 0 ? new byte[1] : r, "HmacSHA256"));
            return Arrays.copyOf(mac.doFinal(secret.expose()), DIGEST_SIZE);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HmacSHA256", e);
        }
    }
}
