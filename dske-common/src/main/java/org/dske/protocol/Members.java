package org.dske.protocol;

import java.util.List;
import org.dske.error.InvalidException;
import org.jspecify.annotations.Nullable;

/** The checks that the compact constructors of messages share. */
final class Members {
    private Members() {}

    /** A member that must be there. */
    static <T> T required(String name, @Nullable T value) {
        if (value == null) {
            throw new InvalidException(name + " is missing");
        }
        return value;
    }

    /** A member that must be there and say something. */
    static String requiredText(String name, @Nullable String value) {
        String text = required(name, value);
        if (text.isBlank()) {
            throw new InvalidException(name + " is blank");
        }
        return text;
    }

    /** A list that must be there, without holes. */
    static <T> List<T> requiredList(String name, @Nullable List<T> value) {
        return listOf(name, required(name, value));
    }

    /** A list that may be missing, without holes. */
    static <T> @Nullable List<T> optionalList(String name, @Nullable List<T> value) {
        return value == null ? null : listOf(name, value);
    }

    private static <T> List<T> listOf(String name, List<T> value) {
        if (value.stream().anyMatch(element -> element == null)) {
            throw new InvalidException(name + " has a null in it");
        }
        return List.copyOf(value);
    }
}
