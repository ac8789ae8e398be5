package org.dske.client.peerhub;

import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.dske.psrd.AllocatedBytes;
import org.dske.psrd.OwnPool;
import org.dske.psrd.PoolExhaustedException;
import org.dske.signature.SigningKey;

/** The bytes of its own pool that a client spends on a message: allocated before, wiped after. */
final class Outlay {
    private final OwnPool clientPool;
    private final Supply supply;
    private final Duration patience;

    /**
     * What is spent on the messages to a hub.
     *
     * @param clientPool where the bytes come from
     * @param supply knows why there are none
     * @param patience how long to wait for them
     */
    Outlay(OwnPool clientPool, Supply supply, Duration patience) {
        this.clientPool = clientPool;
        this.supply = supply;
        this.patience = patience;
    }

    /**
     * Asks something, without a pad. The signing key never goes back into the pool: the HTTP client sends a GET again by
     * itself when the connection breaks, so that a refused connection does not mean that nothing was sent.
     */
    <T> T ask(Function<ExchangeKey, T> message) {
        try (AllocatedBytes allocated = allocate(SigningKey.SIZE).get(0)) {
            return message.apply(new ExchangeKey(allocated));
        }
    }

    /** Sends a message with a pad by POST, which is sent once. If nothing was sent, its bytes go back into the pool. */
    void hand(int padSize, Padded message) {
        List<AllocatedBytes> allocated = allocate(padSize, SigningKey.SIZE);
        try {
            message.send(allocated.get(0), new ExchangeKey(allocated.get(1)));
        } catch (RuntimeException e) {
            HubException failure = HubHttp.explain(e);
            if (failure.kind() == HubException.Kind.NOT_SENT) {
                allocated.forEach(clientPool::giveBack);
            }
            throw failure;
        } finally {
            allocated.forEach(AllocatedBytes::close);
        }
    }

    /** A message that something is encrypted in. */
    interface Padded {
        /** Sends it. */
        void send(AllocatedBytes pad, ExchangeKey key);
    }

    private List<AllocatedBytes> allocate(int... sizes) {
        try {
            return clientPool.allocate(patience, sizes);
        } catch (PoolExhaustedException e) {
            String reason = supply.state().reason();
            throw HubException.of(HubException.Kind.EXHAUSTED, reason == null ? e.getMessage() : reason);
        }
    }
}
