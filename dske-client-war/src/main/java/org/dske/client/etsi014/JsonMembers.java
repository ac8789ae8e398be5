package org.dske.client.etsi014;

import jakarta.json.stream.JsonParser;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.dske.error.InvalidException;
import org.dske.json.JsonBody;
import org.jspecify.annotations.Nullable;

/**
 * The members of a JSON object that an encryptor sent, read one by one, so that an error names the member, and nobody minds
 * what is in the others. A member that is {@code null} is absent. A number stays the text that it is: to compute with one of a
 * million digits takes long.
 */
final class JsonMembers {
    /** A String, a {@link Literal}, a List of such, or JsonMembers. */
    private final Map<String, Object> values = new LinkedHashMap<>();

    private final Set<String> twice = new HashSet<>();

    /** A number, true, false, or in a list null. */
    private record Literal(String text) {}

    private JsonMembers() {}

    /**
     * Reads an object.
     *
     * @param body the bytes
     * @throws InvalidException if they are not one JSON object in UTF-8
     */
    static JsonMembers parse(byte[] body) {
        JsonBody parser = new JsonBody(body);
        parser.next();
        JsonMembers members = object(parser);
        parser.requireEnd();
        return members;
    }

    private static JsonMembers object(JsonBody parser) {
        JsonMembers members = new JsonMembers();
        while (parser.next() == JsonParser.Event.KEY_NAME) {
            String name = parser.getString();
            JsonParser.Event event = parser.next();
            if (parser.isTwice()) {
                members.twice.add(name);
                parser.skipObject();
            } else if (event != JsonParser.Event.VALUE_NULL) {
                members.values.put(name, value(parser, event));
            }
        }
        return members;
    }

    private static Object value(JsonBody parser, JsonParser.Event event) {
        return switch (event) {
            case START_OBJECT -> object(parser);
            case START_ARRAY -> list(parser);
            case VALUE_STRING -> parser.literal();
            default -> new Literal(parser.literal());
        };
    }

    private static List<Object> list(JsonBody parser) {
        List<Object> elements = new ArrayList<>();
        for (JsonParser.Event event = parser.next(); event != JsonParser.Event.END_ARRAY; event = parser.next()) {
            elements.add(value(parser, event));
        }
        return elements;
    }

    /** The names of the members that are there, once or twice. */
    Set<String> names() {
        Set<String> names = new LinkedHashSet<>(values.keySet());
        names.addAll(twice);
        return names;
    }

    /**
     * A member as JSON has it, to read a number from: a string keeps its quotes, so that it is none; its text, null if it is
     * absent.
     */
    @Nullable
    String literal(String name) {
        return member(name)
                .map(value -> {
                    if (value instanceof Literal literal) {
                        return literal.text();
                    }
                    return value instanceof String text ? '"' + text + '"' : value instanceof List ? "[...]" : "{...}";
                })
                .orElse(null);
    }

    /** A member that is a string; nothing if it is absent or something else. */
    Optional<String> string(String name) {
        return member(name).filter(String.class::isInstance).map(String.class::cast);
    }

    /**
     * A member that is a list of strings.
     *
     * @return the strings; nothing if it is absent
     * @throws InvalidException if it is something else
     */
    Optional<List<String>> strings(String name) {
        return list(name, String.class, "a list of strings");
    }

    /**
     * A member that is a list of objects.
     *
     * @return the objects; nothing if it is absent
     * @throws InvalidException if it is something else
     */
    Optional<List<JsonMembers>> objects(String name) {
        return list(name, JsonMembers.class, "a list of objects");
    }

    /**
     * Checks that a member is a list, if it is there, of whatever.
     *
     * @throws InvalidException if it is something else
     */
    void requireList(String name) {
        Optional<List<Object>> unused = list(name, Object.class, "a list");
    }

    private <T> Optional<List<T>> list(String name, Class<T> type, String expected) {
        return member(name).map(value -> {
            if (value instanceof List<?> list && list.stream().allMatch(type::isInstance)) {
                return list.stream().map(type::cast).toList();
            }
            throw new InvalidException(name + " is not " + expected);
        });
    }

    private Optional<Object> member(String name) {
        if (twice.contains(name)) {
            throw new InvalidException(name + " is there twice");
        }
        return Optional.ofNullable(values.get(name));
    }
}
