package org.dske.client.peerhub;

import java.util.List;
import org.dske.key.SaeId;
import org.jspecify.annotations.Nullable;

/**
 * Shares on their way to one hub, one of each of some keys that are for the same encryptors and of one size.
 *
 * @param master the encryptor that the keys were made for
 * @param slaves the encryptors at the other ends, at least one
 * @param shares the shares, at least one
 */
public record ShareBatch(SaeId master, List<SaeId> slaves, List<KeyShare> shares) implements AutoCloseable {
    public ShareBatch {
        slaves = List.copyOf(slaves);
        shares = List.copyOf(shares);
        if (slaves.isEmpty() || shares.isEmpty()) {
            throw new IllegalArgumentException("no slave or no share");
        }
    }

    /** Some of the shares, for the same encryptors. */
    ShareBatch with(List<KeyShare> part) {
        return new ShareBatch(master, slaves, part);
    }

    /** The encryptors behind the first, as they are named on the wire: null if there are none. */
    @Nullable
    List<String> additionalSlaves() {
        return slaves.size() == 1
                ? null
                : slaves.stream().skip(1).map(SaeId::name).toList();
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
