package org.dske.client.keyshare;

import java.util.List;
import java.util.Map;
import org.dske.key.SaeId;
import org.dske.sharing.Places;
import org.dske.sharing.SharingMode;
import org.jspecify.annotations.Nullable;

/**
 * Shares on their way to one hub, one of each of some keys that are for the same encryptors and of one size.
 *
 * @param master the encryptor that the keys were made for
 * @param slaves the encryptors at the other ends, at least one
 * @param mode how the keys were split
 * @param threshold k, how many shares give a key back
 * @param places where the shares of all hubs lie
 * @param shares the shares, at least one
 */
public record ShareBatch(
        SaeId master, List<SaeId> slaves, SharingMode mode, int threshold, Places places, List<KeyShare> shares)
        implements AutoCloseable {
    public ShareBatch {
        slaves = List.copyOf(slaves);
        shares = List.copyOf(shares);
        if (slaves.isEmpty() || shares.isEmpty()) {
            throw new IllegalArgumentException("no slave or no share");
        }
    }

    /** Some of the shares, for the same encryptors. */
    ShareBatch with(List<KeyShare> part) {
        return new ShareBatch(master, slaves, mode, threshold, places, part);
    }

    /** The same shares once more, to be wiped by themselves. */
    public ShareBatch copy() {
        return with(shares.stream()
                .map(each -> new KeyShare(each.keyId(), each.share().copy()))
                .toList());
    }

    /** The encryptors behind the first, as they are named on the wire: null if there are none. */
    @Nullable
    List<String> additionalSlaves() {
        return slaves.size() == 1
                ? null
                : slaves.stream().skip(1).map(SaeId::name).toList();
    }

    /** Whether messages name how the keys were split. That of {@code classic} they do not: who knows no other may not expect it. */
    private boolean isNamed() {
        return mode != SharingMode.CLASSIC;
    }

    /** The mode, as it is named on the wire: null if it is not. */
    @Nullable
    String namedSharing() {
        return isNamed() ? mode.wireName() : null;
    }

    /** How many shares give a key back, as it is named on the wire: null if it is not. */
    @Nullable
    Integer namedThreshold() {
        return isNamed() ? threshold : null;
    }

    /** Where all shares lie, as it is named on the wire: null if it is not. */
    @Nullable
    Map<String, Integer> namedPlaces() {
        return isNamed() ? places.toMessage() : null;
    }

    /** How many bytes one share has. */
    int shareSize() {
        return shares.get(0).share().value().size();
    }

    /** How many bytes the shares have together. */
    int size() {
        return shares.stream().mapToInt(each -> each.share().value().size()).sum();
    }

    /** Wipes the shares. */
    @Override
    public void close() {
        shares.forEach(each -> each.share().close());
    }
}
