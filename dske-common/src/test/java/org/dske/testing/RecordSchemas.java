package org.dske.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import jakarta.json.bind.annotation.JsonbProperty;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Holds the schemas of an OpenAPI document against the records that JSON-B makes messages of. */
final class RecordSchemas {
    private final OpenApi document;
    private final Set<Class<?>> checked = new HashSet<>();

    RecordSchemas(OpenApi document) {
        this.document = document;
    }

    /** The records that were checked. */
    Set<Class<?>> checked() {
        return checked;
    }

    /** Checks a record's schema, and those of the records in it. */
    void check(Class<?> type) {
        if (!checked.add(type)) {
            return;
        }
        String name = type.getSimpleName();
        Map<String, Object> schema = document.at("components", "schemas", name);
        Map<String, Object> properties = document.child(schema, "properties");
        Map<String, String> expected = new TreeMap<>();
        Map<String, String> documented = new TreeMap<>();
        for (RecordComponent component : type.getRecordComponents()) {
            expected.put(jsonName(component), typeOf(component.getGenericType()));
        }
        for (String property : properties.keySet()) {
            String documentedType = typeOf(document.child(properties, property));
            documented.put(
                    property,
                    specifies(expected.get(property), documentedType) ? expected.get(property) : documentedType);
        }
        assertEquals(expected, documented, "members of " + name);
        assertEquals(requiredMembers(type), requiredMembers(schema), "required members of " + name);
    }

    /** A document may say more than Java: what a status shows as text can be a UUID, and an Object is one or many. */
    private static boolean specifies(@Nullable String expected, String documented) {
        return "anything".equals(expected) || ("string".equals(expected) && documented.equals("string uuid"));
    }

    private static SortedSet<String> requiredMembers(Class<?> type) {
        return Arrays.stream(type.getRecordComponents())
                .filter(component -> !isNullable(component))
                .map(RecordSchemas::jsonName)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static SortedSet<String> requiredMembers(Map<String, Object> schema) {
        return OpenApi.list(schema.getOrDefault("required", List.of())).stream()
                .map(String.class::cast)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The JSON type of a Java type; a record in it is checked too. */
    private String typeOf(Type type) {
        if (type instanceof ParameterizedType list && list.getRawType() == List.class) {
            return "array of " + typeOf(list.getActualTypeArguments()[0]);
        }
        if (type instanceof ParameterizedType map && map.getRawType() == Map.class) {
            return "object";
        }
        if (type instanceof Class<?> record && record.isRecord()) {
            check(record);
            return record.getSimpleName();
        }
        if (type instanceof Class<?> constant && constant.isEnum()) {
            return "string";
        }
        return Objects.requireNonNull(
                Map.<Type, String>ofEntries(
                                Map.entry(Object.class, "anything"),
                                Map.entry(String.class, "string"),
                                Map.entry(UUID.class, "string uuid"),
                                Map.entry(byte[].class, "string byte"),
                                Map.entry(Instant.class, "string date-time"),
                                Map.entry(int.class, "integer int32"),
                                Map.entry(Integer.class, "integer int32"),
                                Map.entry(long.class, "integer int64"),
                                Map.entry(Long.class, "integer int64"),
                                Map.entry(double.class, "number double"),
                                Map.entry(Double.class, "number double"),
                                Map.entry(boolean.class, "boolean"),
                                Map.entry(Boolean.class, "boolean"))
                        .get(type),
                () -> "no JSON type is known for " + type);
    }

    /** The JSON type of a schema in the same words. */
    private String typeOf(Map<String, Object> schema) {
        Object type = schema.get("type");
        if ("array".equals(type)) {
            return "array of " + typeOf(document.child(schema, "items"));
        }
        if ("object".equals(type) && schema.containsKey("properties")) {
            return nameOf(schema);
        }
        return schema.containsKey("format") ? type + " " + schema.get("format") : String.valueOf(type);
    }

    private String nameOf(Map<String, Object> schema) {
        Map<String, Object> schemas = document.at("components", "schemas");
        return schemas.keySet().stream()
                .filter(name -> document.child(schemas, name).equals(schema))
                .findFirst()
                .orElse("an object without a name");
    }

    /** As JSON-B names it: by its annotation, on the component or its accessor, else in lower case with underscores. */
    private static String jsonName(RecordComponent component) {
        Method accessor = component.getAccessor();
        for (AnnotatedElement element : List.of(component, accessor)) {
            JsonbProperty property = element.getAnnotation(JsonbProperty.class);
            if (property != null && !property.value().isEmpty()) {
                return property.value();
            }
        }
        return component.getName().replaceAll("([a-z0-9])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT);
    }

    private static boolean isNullable(RecordComponent component) {
        return component.getAnnotatedType().isAnnotationPresent(Nullable.class);
    }
}
