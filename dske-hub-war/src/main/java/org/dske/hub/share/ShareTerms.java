package org.dske.hub.share;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.TreeSet;
import org.dske.error.InvalidException;
import org.dske.key.SaeId;
import org.dske.protocol.PostKeySharesRequest;
import org.dske.protocol.exchange.PutEntry;
import org.dske.sharing.Places;
import org.dske.sharing.SharingMode;
import org.jspecify.annotations.Nullable;

/**
 * What an initiator says of all the shares of one message: whom they are for, and how their keys were split.
 *
 * @param master the encryptor that the keys were made for
 * @param slaves the encryptors at the other ends, 1 to {@value #MAX_SLAVES}
 * @param sharing the mode of sharing as the initiator put it; null means {@code classic}
 * @param threshold how many shares give a key back, if the initiator says so
 * @param places where all hubs' shares lie, if the initiator says so: the hub keeps it and hands it out again
 */
public record ShareTerms(
        SaeId master,
        NavigableSet<SaeId> slaves,
        @Nullable String sharing,
        @Nullable Integer threshold,
        @Nullable Places places) {
    /** Each share is listed with its slaves: so a message must not hold many of both without limit. */
    private static final int MAX_SLAVES = 256;

    private static final int MAX_THRESHOLD = 255;

    public ShareTerms {
        slaves = Collections.unmodifiableNavigableSet(new TreeSet<>(slaves));
        if (slaves.size() > MAX_SLAVES) {
            throw new InvalidException("a key has at most " + MAX_SLAVES + " slaves");
        }
        // Refuses words that are none.
        SharingMode.of(sharing);
        if (threshold != null && (threshold < 1 || threshold > MAX_THRESHOLD)) {
            throw new InvalidException("threshold is not in 1.." + MAX_THRESHOLD);
        }
    }

    /** Reads them off a message. */
    public static ShareTerms of(PostKeySharesRequest message) {
        return new ShareTerms(
                new SaeId(message.masterSaeId()),
                slaves(message.slaveSaeId(), message.additionalSlaveSaeIds()),
                message.sharing(),
                message.threshold(),
                message.places() == null ? null : Places.of(message.places()));
    }

    /** Reads them off an entry of an exchange. */
    public static ShareTerms of(PutEntry entry) {
        return new ShareTerms(
                new SaeId(entry.masterSaeId()),
                slaves(entry.slaveSaeId(), entry.additionalSlaveSaeIds()),
                entry.sharing(),
                entry.threshold(),
                entry.places() == null ? null : Places.of(entry.places()));
    }

    private static NavigableSet<SaeId> slaves(String first, @Nullable List<String> additional) {
        NavigableSet<SaeId> slaves = new TreeSet<>();
        slaves.add(new SaeId(first));
        if (additional != null) {
            additional.stream().map(SaeId::new).forEach(slaves::add);
        }
        return slaves;
    }

    /** {@return how the keys were split} */
    public SharingMode mode() {
        return SharingMode.of(sharing);
    }

    /** {@return whether keys were split the same way} */
    public boolean isSplitAs(ShareTerms other) {
        return mode() == other.mode()
                && Objects.equals(threshold, other.threshold)
                && Objects.equals(places, other.places);
    }

    /** {@return the member {@code places} of an answer; null if it has none} */
    public @Nullable Map<String, Integer> namedPlaces() {
        return places == null ? null : places.toMessage();
    }

    /** How many characters the names have together. */
    long namesSize() {
        return master.name().length()
                + slaves.stream().mapToLong(slave -> slave.name().length()).sum()
                + (places == null
                        ? 0
                        : places.numbers().keySet().stream()
                                .mapToLong(hub -> hub.name().length())
                                .sum());
    }
}
