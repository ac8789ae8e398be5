package org.dske.testing;

import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.dske.key.NodeName;
import org.dske.sharing.Places;

/** The numbers of hubs that have the first ones. */
public final class Numbers {
    private Numbers() {}

    /**
     * Numbers that follow each other.
     *
     * @param count how many
     * @return 1 and up
     */
    public static SortedSet<Integer> upTo(int count) {
        return IntStream.rangeClosed(1, count).boxed().collect(Collectors.toCollection(TreeSet::new));
    }

    /**
     * Hubs a, b and so on with numbers that follow each other.
     *
     * @param count how many
     * @return their places
     */
    public static Places ofHubs(int count) {
        SortedMap<NodeName, Integer> numbers = new TreeMap<>();
        upTo(count).forEach(number -> numbers.put(new NodeName(String.valueOf((char) ('a' + number - 1))), number));
        return new Places(numbers);
    }
}
