package org.dske.hub.psrd;

import java.security.SecureRandom;
import java.util.UUID;
import org.dske.hub.registration.PeerClient;
import org.dske.key.KeyId;
import org.dske.protocol.PsrdBlock;
import org.dske.psrd.Block;
import org.dske.psrd.PoolOwner;
import org.dske.secret.SecretBytes;

/** Makes blocks of random data, one copy for the hub and one for the client. */
public final class PsrdSource {
    private final SecureRandom random;
    private final int maxBlockSize;

    /**
     * A source.
     *
     * @param random where the bytes come from
     * @param maxBlockSize the largest block in bytes
     */
    public PsrdSource(SecureRandom random, int maxBlockSize) {
        this.random = random;
        this.maxBlockSize = maxBlockSize;
    }

    /**
     * The largest block that the hub hands out.
     *
     * @return bytes
     */
    public int maxBlockSize() {
        return maxBlockSize;
    }

    /**
     * Makes a block, adds it to the hub's side of a pool and gives it out for the client's side.
     *
     * @param client whom the block is shared with
     * @param owner which of the two pools it is for
     * @param size its size in bytes, 1 to {@link #maxBlockSize()}
     * @return the block; its bytes are secret
     */
    PsrdBlock share(PeerClient client, PoolOwner owner, int size) {
        UUID uuid = KeyId.randomUuid(random);
        // The operating system's own bytes. nextBytes would XOR them with a SHA-1 generator, at ten times the price.
        SecretBytes data = SecretBytes.owning(random.generateSeed(size));
        PsrdBlock message = new PsrdBlock(uuid, data.expose().clone());
        client.pool(owner).add(new Block(uuid, data));
        return message;
    }
}
