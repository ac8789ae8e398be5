package org.dske.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** An OpenAPI document as maps and lists, with its references followed. A key that is there twice is an error. */
public final class OpenApi {
    private final Map<String, Object> document;

    private OpenApi(Map<String, Object> document) {
        this.document = document;
    }

    /**
     * Reads a document.
     *
     * @param application beside which it lies
     * @param resource its name
     * @return the document
     */
    public static OpenApi read(Class<?> application, String resource) {
        try (InputStream stream = Objects.requireNonNull(application.getResourceAsStream(resource), resource)) {
            return parse(new String(stream.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Reads a document.
     *
     * @param yaml its text
     * @return the document
     */
    public static OpenApi parse(String yaml) {
        LoadSettings settings =
                LoadSettings.builder().setAllowDuplicateKeys(false).build();
        return new OpenApi(map(new Load(settings).loadFromString(yaml)));
    }

    /**
     * A part of the document.
     *
     * @param keys the way to it
     * @return the part, a reference followed; empty if it is not there
     */
    public Map<String, Object> at(String... keys) {
        Map<String, Object> part = document;
        for (String key : keys) {
            part = child(part, key);
        }
        return part;
    }

    /**
     * A member that is an object.
     *
     * @param part where it is
     * @param key its name
     * @return the member, a reference followed; empty if it is not there
     */
    public Map<String, Object> child(Map<String, Object> part, String key) {
        return follow(map(part.getOrDefault(key, Map.of())));
    }

    /**
     * A member that is a list.
     *
     * @param part where it is
     * @param key its name
     * @return its elements, references followed; empty if it is not there
     */
    public List<Map<String, Object>> children(Map<String, Object> part, String key) {
        return list(part.getOrDefault(key, List.of())).stream()
                .map(element -> follow(map(element)))
                .toList();
    }

    /**
     * What a reference points to.
     *
     * @param part a part of the document
     * @return itself if it is no reference
     */
    public Map<String, Object> follow(Map<String, Object> part) {
        if (!part.containsKey("$ref")) {
            return part;
        }
        String reference = (String) part.get("$ref");
        Map<String, Object> target = document;
        for (String key : reference.substring("#/".length()).split("/", -1)) {
            if (!target.containsKey(key)) {
                throw new AssertionError(reference + " points to nothing");
            }
            target = map(target.get(key));
        }
        return follow(target);
    }

    /**
     * All operations.
     *
     * @return such as {@code get /mgmt/v1/status}, and the operation
     */
    public Map<String, Map<String, Object>> operations() {
        Map<String, Map<String, Object>> operations = new TreeMap<>();
        Map<String, Object> paths = at("paths");
        for (String path : paths.keySet()) {
            Map<String, Object> methods = child(paths, path);
            methods.keySet().forEach(method -> operations.put(method + " " + path, child(methods, method)));
        }
        return operations;
    }

    /**
     * Every reference.
     *
     * @return such as {@code #/components/schemas/ErrorMessage}
     */
    public List<String> references() {
        List<String> references = new ArrayList<>();
        collect(document, references);
        return references;
    }

    /**
     * Every component that a reference can name; a security scheme is named otherwise.
     *
     * @return as a reference would name it
     */
    public SortedSet<String> components() {
        return at("components").entrySet().stream()
                .filter(kind -> !kind.getKey().equals("securitySchemes"))
                .flatMap(kind -> map(kind.getValue()).keySet().stream()
                        .map(name -> "#/components/" + kind.getKey() + "/" + name))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** An object of the document. */
    static Map<String, Object> map(Object value) {
        Map<String, Object> map = new LinkedHashMap<>();
        ((Map<?, ?>) value).forEach((key, member) -> map.put(key.toString(), member));
        return map;
    }

    /** A list of the document. */
    static List<?> list(Object value) {
        return (List<?>) value;
    }

    private static void collect(Object part, List<String> references) {
        if (part instanceof Map<?, ?> map) {
            if (map.get("$ref") instanceof String reference) {
                references.add(reference);
            }
            map.values().forEach(value -> collect(value, references));
        } else if (part instanceof List<?> elements) {
            elements.forEach(element -> collect(element, references));
        }
    }
}
