package org.dske.hub.share;

import java.util.Comparator;
import org.dske.key.KeyId;
import org.dske.key.NodeName;
import org.dske.key.SaeId;

/**
 * What names a share: whoever reads the name of a key off the wire can so not take it in advance.
 *
 * @param initiator the client that handed it over
 * @param master the encryptor that the key was made for
 * @param keyId the key
 */
public record ShareId(NodeName initiator, SaeId master, KeyId keyId) implements Comparable<ShareId> {
    private static final Comparator<ShareId> ORDER = Comparator.comparing(
                    (ShareId id) -> id.keyId().uuid())
            .thenComparing(ShareId::initiator)
            .thenComparing(ShareId::master);

    @Override
    public int compareTo(ShareId other) {
        return ORDER.compare(this, other);
    }
}
