package org.dske.protocol;

import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import org.dske.error.InvalidException;
import org.dske.key.Uuids;
import org.jspecify.annotations.Nullable;

/** The checks that the compact constructors of messages share. Each fails with an {@link InvalidException} that names the member. */
public final class Members {
    private Members() {}

    /** A member that must be there. */
    public static <T> T required(String name, @Nullable T value) {
        if (value == null) {
            throw new InvalidException(name + " is missing");
        }
        return value;
    }

    /** A member that must be there and say something. */
    public static String requiredText(String name, @Nullable String value) {
        String text = required(name, value);
        if (text.isBlank()) {
            throw new InvalidException(name + " is blank");
        }
        return text;
    }

    /** A list that must be there, without holes. */
    public static <T> List<T> requiredList(String name, @Nullable List<T> value) {
        return listOf(name, required(name, value));
    }

    /** A list that may be missing, without holes. */
    public static <T> @Nullable List<T> optionalList(String name, @Nullable List<T> value) {
        return value == null ? null : listOf(name, value);
    }

    /** A mapping that may be missing, without holes. */
    public static <T> @Nullable Map<String, T> optionalMap(String name, @Nullable Map<String, T> value) {
        if (value == null) {
            return null;
        }
        if (value.values().stream().anyMatch(element -> element == null)) {
            throw new InvalidException(name + " has a null in it");
        }
        return Map.copyOf(value);
    }

    /** What a batch says of each of its keys: 1 to {@link PostKeySharesRequest#MAX_SHARES} elements, each of another key. */
    public static <T> List<T> requiredKeys(String name, @Nullable List<T> value, Function<T, UUID> key) {
        List<T> elements = requiredList(name, value);
        if (elements.isEmpty() || elements.size() > PostKeySharesRequest.MAX_SHARES) {
            throw new InvalidException(
                    name + " has " + elements.size() + " elements, and not 1 to " + PostKeySharesRequest.MAX_SHARES);
        }
        Set<UUID> keys = new HashSet<>();
        for (T element : elements) {
            if (!keys.add(key.apply(element))) {
                throw new InvalidException(name + " has key " + key.apply(element) + " twice");
            }
        }
        return elements;
    }

    /** Marks by the names of blocks. */
    static Map<UUID, Integer> toMarks(Map<String, Integer> member) {
        Map<UUID, Integer> marks = new HashMap<>();
        member.forEach((name, offset) -> {
            if (offset == null || offset < 0) {
                throw new InvalidException("marks has an offset that is not 0 or more");
            }
            UUID block = Uuids.parse("a block in marks", name);
            if (marks.put(block, offset) != null) {
                // In upper and in lower case: two readers could take different ones.
                throw new InvalidException("marks has block " + block + " twice");
            }
        });
        return marks;
    }

    /** Marks by the text form of the names of blocks. */
    static Map<String, Integer> ofMarks(Map<UUID, Integer> marks) {
        Map<String, Integer> member = new TreeMap<>();
        marks.forEach((block, offset) -> member.put(block.toString(), offset));
        return Collections.unmodifiableMap(member);
    }

    private static <T> List<T> listOf(String name, List<T> value) {
        if (value.stream().anyMatch(element -> element == null)) {
            throw new InvalidException(name + " has a null in it");
        }
        return List.copyOf(value);
    }
}
