package org.dske.client.keyshare;

import java.util.Collection;
import java.util.Map;
import java.util.stream.Collectors;
import org.dske.client.transport.HubException;
import org.dske.key.KeyId;

/**
 * What came of a question to one hub for its shares of some keys. A key that is among neither the shares nor the failures is
 * one that the hub did not come to, since it gives all or none and refused another: it may be asked for without that one.
 *
 * @param shares the shares that it gave, by key
 * @param failures why there is no share, by key
 */
public record FetchedShares(Map<KeyId, FetchedShare> shares, Map<KeyId, HubException> failures)
        implements AutoCloseable {
    public FetchedShares {
        shares = Map.copyOf(shares);
        failures = Map.copyOf(failures);
    }

    /** Nothing came of a question about some keys. */
    public static FetchedShares none(Collection<KeyId> keyIds, HubException why) {
        return new FetchedShares(Map.of(), keyIds.stream().collect(Collectors.toMap(keyId -> keyId, keyId -> why)));
    }

    /** Wipes the shares. */
    @Override
    public void close() {
        shares.values().forEach(FetchedShare::close);
    }
}
