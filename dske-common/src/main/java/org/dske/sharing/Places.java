package org.dske.sharing;

import java.util.Collections;
import java.util.HashSet;
import java.util.Map;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.dske.error.InvalidException;
import org.dske.key.NodeName;

/**
 * The places of a key's shares in the mode {@code its}: the number of each hub that got one, which is where its share lies on
 * the polynomials. A client knows the numbers of its hubs from its own configuration, and from nowhere else. With each
 * share goes what its initiator says of the places of all: a responder joins only shares that say the same. Source: protocol,
 * section 5.
 *
 * <p>Guaranteed: there is a hub at least, and no two have the same number. Two hubs at one place would let one of them make the
 * key, and a hub at 0 would have it.
 *
 * @param numbers by hub, each {@value #MIN_NUMBER} to {@value #MAX_NUMBER}
 */
public record Places(SortedMap<NodeName, Integer> numbers) {
    /** The lowest number of a hub. The key is at 0. */
    public static final int MIN_NUMBER = 1;

    /** The highest number of a hub: the field has no more elements. */
    public static final int MAX_NUMBER = 255;

    /**
     * Checks the places.
     *
     * @throws InvalidException if there is no hub, a number is out of range, or two hubs have the same
     */
    public Places {
        numbers = Collections.unmodifiableSortedMap(new TreeMap<>(numbers));
        if (numbers.isEmpty()) {
            throw new InvalidException("places names no hub");
        }
        numbers.values().forEach(Places::requireNumber);
        if (new HashSet<>(numbers.values()).size() < numbers.size()) {
            throw new InvalidException("places has two hubs with the same number");
        }
    }

    /** Reads the member {@code places} of a message: numbers by the names of hubs. */
    public static Places of(Map<String, Integer> message) {
        SortedMap<NodeName, Integer> numbers = new TreeMap<>();
        message.forEach((name, number) -> numbers.put(new NodeName(name), number));
        return new Places(numbers);
    }

    /** Fails unless a number is one that a hub may have. */
    public static void requireNumber(int number) {
        if (number < MIN_NUMBER || number > MAX_NUMBER) {
            throw new InvalidException(
                    "the number of a hub is in " + MIN_NUMBER + ".." + MAX_NUMBER + ", not " + number);
        }
    }

    /** {@return the number of a hub; nothing if it got no share} */
    public OptionalInt numberOf(NodeName hub) {
        Integer number = numbers.get(hub);
        return number == null ? OptionalInt.empty() : OptionalInt.of(number);
    }

    /** {@return the numbers alone, which are the indices of the shares, in order} */
    public SortedSet<Integer> indices() {
        return new TreeSet<>(numbers.values());
    }

    /** {@return the member {@code places} of a message: numbers by the names of hubs} */
    public SortedMap<String, Integer> toMessage() {
        SortedMap<String, Integer> message = new TreeMap<>();
        numbers.forEach((hub, number) -> message.put(hub.name(), number));
        return message;
    }
}
