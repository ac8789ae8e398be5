package org.dske.testing;

import java.util.ArrayList;
import java.util.List;
import org.dske.key.KeyId;
import org.dske.secret.SecretBytes;
import org.dske.sharing.SecretSharing;
import org.dske.sharing.Share;

/** A mode of sharing that lets a test see what is joined. For one thread. */
public final class WatchedSharing implements SecretSharing {
    private final SecretSharing real;
    private final List<SecretBytes> joined = new ArrayList<>();
    private int attempts;

    /**
     * A mode under watch.
     *
     * @param real does the work
     */
    public WatchedSharing(SecretSharing real) {
        this.real = real;
    }

    /**
     * The keys that came of attempts to join shares, the same objects that the others got: whether they are wiped can be seen of
     * nothing else.
     *
     * @return the keys so far
     */
    public List<SecretBytes> joined() {
        return joined;
    }

    /**
     * How often shares were joined.
     *
     * @return the attempts, those in vain included
     */
    public int attempts() {
        return attempts;
    }

    @Override
    public List<Share> split(KeyId keyId, SecretBytes key) {
        return real.split(keyId, key);
    }

    @Override
    public SecretBytes join(KeyId keyId, List<Share> shares) {
        attempts++;
        SecretBytes key = real.join(keyId, shares);
        joined.add(key);
        return key;
    }

    @Override
    public int threshold() {
        return real.threshold();
    }

    @Override
    public boolean hasShareAt(int index) {
        return real.hasShareAt(index);
    }

    @Override
    public int shareSize(int keySize) {
        return real.shareSize(keySize);
    }
}
