package org.dske.http;

import java.util.List;
import java.util.regex.Pattern;
import org.dske.error.InvalidException;
import org.jspecify.annotations.Nullable;

/** Reads query parameters strictly: what is missing or malformed is named. */
public final class Parameters {
    private static final Pattern WHOLE_NUMBER = Pattern.compile("-?[0-9]{1,18}");

    private static final int SHOWN = 20;

    private Parameters() {}

    /** A parameter that must be there, and not be blank. */
    public static String required(String name, @Nullable String value) {
        if (value == null || value.isBlank()) {
            throw new InvalidException("the parameter " + name + " is missing");
        }
        return value;
    }

    /** A parameter that may be missing (null), but is not to be there twice: two readers could take it for two different values. */
    public static @Nullable String single(String name, List<String> values) {
        if (values.size() > 1) {
            throw new InvalidException("the parameter " + name + " is there " + values.size() + " times");
        }
        return values.isEmpty() ? null : values.get(0);
    }

    /** A parameter that must be there and a whole number within limits. */
    public static int number(String name, @Nullable String value, int min, int max) {
        String text = required(name, value);
        if (WHOLE_NUMBER.matcher(text).matches()) {
            long number = Long.parseLong(text);
            if (number >= min && number <= max) {
                return (int) number;
            }
        }
        throw new InvalidException(
                name + " is '" + shown(text) + "', which is not a whole number from " + min + " to " + max);
    }

    /** As much of a value as an error shows: what a person recognises, and nothing that could mislead a reader of a log. */
    public static String shown(String text) {
        String plain = text.replaceAll("[^\\x20-\\x7e]", "?");
        return plain.length() <= SHOWN ? plain : plain.substring(0, SHOWN) + "...";
    }
}
