package org.dske.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.dske.key.NodeName;

/**
 * What values a setting takes.
 *
 * @param allowed what is allowed, to complete the sentence "allowed is ..."
 * @param parse makes the value out of the text, or throws IllegalArgumentException
 */
record Kind(String allowed, Function<String, Object> parse) {
    private static final Pattern DIGITS = Pattern.compile("[0-9]+");
    private static final Pattern DECIMAL = Pattern.compile("[0-9]{1,9}([.][0-9]{1,9})?");
    private static final Pattern DURATION = Pattern.compile("([0-9]{1,9})(ms|s|m|h)");

    static Kind wholeNumber(int min, int max) {
        return new Kind("a whole number from " + min + " to " + max, text -> {
            if (!DIGITS.matcher(text).matches()) {
                throw new IllegalArgumentException("not digits");
            }
            int number = Integer.parseInt(text);
            if (number < min || number > max) {
                throw new IllegalArgumentException("out of range");
            }
            return number;
        });
    }

    static Kind decimal(double min, double max) {
        return new Kind("a number from " + min + " to " + max, text -> {
            if (!DECIMAL.matcher(text).matches()) {
                throw new IllegalArgumentException("no number");
            }
            double number = Double.parseDouble(text);
            if (number < min || number > max) {
                throw new IllegalArgumentException("out of range");
            }
            return number;
        });
    }

    static Kind flag() {
        return new Kind("true or false", text -> switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("neither true nor false");
        });
    }

    static Kind duration() {
        return new Kind("a whole number and a unit: ms, s, m or h, such as 300ms", Kind::parseDuration);
    }

    static Kind duration(Duration most) {
        return new Kind("a whole number and a unit: ms, s, m or h, up to " + most.toHours() + "h", text -> {
            Duration duration = parseDuration(text);
            if (duration.compareTo(most) > 0) {
                throw new IllegalArgumentException("too long");
            }
            return duration;
        });
    }

    static Kind oneOf(String... words) {
        return new Kind("one of " + String.join(", ", words), text -> {
            if (!List.of(words).contains(text)) {
                throw new IllegalArgumentException("none of the words");
            }
            return text;
        });
    }

    static Kind name() {
        return new Kind(
                "up to 64 letters, digits, dots, dashes and underscores, the first a letter or a digit", text -> {
                    if (!text.isEmpty() && !NodeName.isAllowed(text)) {
                        throw new IllegalArgumentException("no name");
                    }
                    return text;
                });
    }

    static Kind text() {
        return new Kind("a text", text -> text);
    }

    static Kind list() {
        return new Kind(
                "a list, separated by commas",
                text -> Arrays.stream(text.split(",", -1))
                        .map(String::strip)
                        .filter(element -> !element.isEmpty())
                        .toList());
    }

    static Kind file() {
        return new Kind("the path of a file", Path::of);
    }

    private static Duration parseDuration(String text) {
        Matcher matcher = DURATION.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("no duration");
        }
        long number = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(number);
            case "s" -> Duration.ofSeconds(number);
            case "m" -> Duration.ofMinutes(number);
            default -> Duration.ofHours(number);
        };
    }
}
