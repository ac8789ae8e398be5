package org.dske.client.peerhub;

import java.time.Duration;
import org.dske.encryption.EncryptionKey;
import org.dske.key.KeyId;
import org.dske.key.SaeId;
import org.dske.protocol.GetKeyShareResponse;
import org.dske.psrd.Allocation;
import org.dske.psrd.PeerPool;
import org.dske.secret.SecretBytes;
import org.dske.sharing.ClassicSharing;
import org.dske.sharing.Share;

/** Fetches shares from a hub. */
final class ShareFetcher {
    private final InBand inBand;
    private final Outlay outlay;
    private final PeerPool hubPool;
    private final Duration patience;

    /**
     * A fetcher.
     *
     * @param inBand the hub
     * @param outlay the bytes that messages cost
     * @param hubPool the pool that the hub encrypts shares out of
     * @param patience how long to wait for a block that the hub has named and that is under way
     */
    ShareFetcher(InBand inBand, Outlay outlay, PeerPool hubPool, Duration patience) {
        this.inBand = inBand;
        this.outlay = outlay;
        this.hubPool = hubPool;
        this.patience = patience;
    }

    /** Fetches a share. */
    Share fetch(KeyId keyId, SaeId master, SaeId slave) {
        return decrypt(outlay.ask(key -> inBand.get(keyId, master, slave, key)));
    }

    private Share decrypt(GetKeyShareResponse response) {
        if (response.sharing() != null && !response.sharing().equals(ClassicSharing.NAME)) {
            throw HubException.of(HubException.Kind.NO_ANSWER, "its share is of a mode that this client does not know");
        }
        byte[] encrypted = response.encryptedShareValue();
        Allocation allocation = response.encryptionKeyAllocation().toAllocation();
        try (SecretBytes pad = hubPool.peek(allocation, encrypted.length, patience)) {
            SecretBytes value = new EncryptionKey(pad).decrypt(encrypted);
            hubPool.consume(allocation);
            return new Share(response.shareIndex(), value);
        }
    }
}
