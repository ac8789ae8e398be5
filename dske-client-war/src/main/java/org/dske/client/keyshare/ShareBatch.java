package org.dske.client.keyshare;

import java.util.List;
import org.dske.client.transport.HubException;
import org.dske.key.SaeId;
import org.dske.sharing.SharingMode;
import org.dske.signature.ItsSuite;
import org.dske.signature.SignatureSuite;
import org.jspecify.annotations.Nullable;

/**
 * Shares on their way to one hub, one of each of some keys that are for the same encryptors and of one size.
 *
 * @param master the encryptor that the keys were made for
 * @param slaves the encryptors at the other ends, at least one
 * @param mode how the keys were split
 * @param threshold k, how many shares give a key back
 * @param shares the shares, at least one
 */
public record ShareBatch(SaeId master, List<SaeId> slaves, SharingMode mode, int threshold, List<KeyShare> shares)
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
        return new ShareBatch(master, slaves, mode, threshold, part);
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
        return isNamed() ? mode.word() : null;
    }

    /** How many shares give a key back, as it is named on the wire: null if it is not. */
    @Nullable
    Integer namedThreshold() {
        return isNamed() ? threshold : null;
    }

    /**
     * Checks that an exchange in a suite keeps what the mode promises. What the mode {@code its} keeps from everybody is not to hang on a
     * signature that somebody may break.
     *
     * @throws HubException if it does not; nothing is to be sent then
     */
    void requireSafe(SignatureSuite suite) {
        if (mode == SharingMode.ITS && !suite.word().equals(ItsSuite.NAME)) {
            throw HubException.of(
                    HubException.Kind.WITHHELD, "it speaks the suite classic, and the key is shared in the mode its");
        }
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
