package org.dske.client.peerhub;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
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
        return spend(
                allocate(SigningKey.SIZE),
                EnumSet.of(HubException.Kind.WITHHELD),
                allocated -> message.apply(exchangeKey(allocated.get(0))));
    }

    /** Sends a message with a pad by POST, which is sent once. If nothing was sent, its bytes go back into the pool. */
    void hand(int padSize, Padded message) {
        var unused = spend(
                allocate(padSize, SigningKey.SIZE),
                EnumSet.of(HubException.Kind.WITHHELD, HubException.Kind.NOT_SENT),
                allocated -> {
                    message.send(allocated.get(0), exchangeKey(allocated.get(1)));
                    return true;
                });
    }

    /** A message that something is encrypted in. */
    interface Padded {
        /** Sends it. */
        void send(AllocatedBytes pad, ExchangeKey key);
    }

    /** Spends bytes, unless it fails in a way that leaves them unused. */
    private <T> T spend(
            List<AllocatedBytes> allocated, Set<HubException.Kind> unused, Function<List<AllocatedBytes>, T> message) {
        try {
            return message.apply(allocated);
        } catch (RuntimeException e) {
            HubException failure = HubHttp.explain(e);
            if (unused.contains(failure.kind())) {
                allocated.forEach(clientPool::giveBack);
            }
            throw failure;
        } finally {
            allocated.forEach(AllocatedBytes::close);
        }
    }

    /** Asks for the suite once an exchange, and behind the wait for bytes, which there are none of before a registration. */
    private ExchangeKey exchangeKey(AllocatedBytes allocated) {
        SupplyState state = supply.state();
        if (state.suite() == null) {
            throw HubException.of(
                    HubException.Kind.WITHHELD, Objects.requireNonNullElse(state.reason(), "not registered"));
        }
        return new ExchangeKey(allocated, state.suite());
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
