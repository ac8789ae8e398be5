package org.dske.testing;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.ws.rs.core.Application;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.dske.protocol.ErrorMessage;
import org.junit.jupiter.api.function.Executable;

/**
 * Holds an OpenAPI document against the program: the paths, methods and parameters of an application, and the records that
 * its messages are. A schema bears the name of its record.
 */
public final class OpenApiChecker {
    private final OpenApi document;
    private final Application application;
    private final Map<String, Class<?>> answers = new HashMap<>();
    private final Map<String, String> readByHand = new HashMap<>();
    private final Map<String, String> writtenByHand = new HashMap<>();
    private final Map<String, Class<?>> otherFailures = new HashMap<>();

    /**
     * A checker.
     *
     * @param document the document
     * @param application what it describes
     */
    public OpenApiChecker(OpenApi document, Application application) {
        this.document = document;
        this.application = application;
        for (Endpoint endpoint : Endpoint.of(application)) {
            if (endpoint.javaMethod().getReturnType().isRecord()) {
                answers.put(endpoint.toString(), endpoint.javaMethod().getReturnType());
            }
        }
    }

    /**
     * Says what an endpoint answers with, where its method's return type does not.
     *
     * @param endpoint such as {@code get /mgmt/v1/status}
     * @param type a record
     * @return this
     */
    public OpenApiChecker answers(String endpoint, Class<?> type) {
        assertTrue(endpoints().containsKey(endpoint), "there is no " + endpoint);
        answers.put(endpoint, type);
        return this;
    }

    /**
     * Says which message an endpoint reads by hand, and not into a record.
     *
     * @param endpoint such as {@code post /mgmt/v1/stop}
     * @param schema the message's schema, whose members the caller checks
     * @return this
     */
    public OpenApiChecker readsByHand(String endpoint, String schema) {
        assertTrue(endpoints().containsKey(endpoint), "there is no " + endpoint);
        readByHand.put(endpoint, schema);
        return this;
    }

    /**
     * Says which message an endpoint writes by hand, and not out of a record.
     *
     * @param endpoint such as {@code get /mgmt/v1/status}
     * @param schema the message's schema, whose members the caller checks
     * @return this
     */
    public OpenApiChecker writesByHand(String endpoint, String schema) {
        assertTrue(endpoints().containsKey(endpoint), "there is no " + endpoint);
        writtenByHand.put(endpoint, schema);
        return this;
    }

    /**
     * Says what endpoints for a node's health answer, whether it is well or not.
     *
     * @param type a record
     * @return this
     */
    public OpenApiChecker answersHealth(Class<?> type) {
        for (String endpoint : List.of("get /health", "get /health/live", "get /health/ready")) {
            answers(endpoint, type);
            otherFailures.put(endpoint + " 503", type);
        }
        return this;
    }

    /** The document has the application's paths and methods, no more and no fewer. */
    public void hasThePathsAndMethodsOfTheApplication() {
        assertTrue(Endpoint.atTheRoot(application));
        assertEquals(endpoints().keySet(), document.operations().keySet());
    }

    /** Each operation has the path and query parameters that its method reads; a header is the filters' matter. */
    public void hasTheParametersOfTheMethods() {
        assertAll(endpoints().values().stream().map(endpoint -> (Executable) () -> {
            Set<String> documented = document.children(operation(endpoint), "parameters").stream()
                    .filter(parameter -> !"header".equals(parameter.get("in")))
                    .map(parameter -> parameter.get("in") + " " + parameter.get("name"))
                    .collect(Collectors.toCollection(TreeSet::new));
            assertEquals(endpoint.parameters(), documented, endpoint.toString());
        }));
    }

    /** What a method reads and answers is documented as the schema of that record. */
    public void namesTheRecordsOfTheMethods() {
        assertAll(endpoints().values().stream().map(endpoint -> (Executable) () -> {
            Map<String, Object> operation = operation(endpoint);
            String name = endpoint.toString();
            assertEquals(
                    reference(readByHand.getOrDefault(
                            name, endpoint.entity().map(Class::getSimpleName).orElse(""))),
                    schemaReference(document.child(operation, "requestBody")),
                    "what " + endpoint + " reads");
            String answer = answers.containsKey(name)
                    ? answers.get(name).getSimpleName()
                    : writtenByHand.getOrDefault(name, "");
            if (!answer.isEmpty()) {
                assertEquals(
                        reference(answer),
                        schemaReference(document.child(document.child(operation, "responses"), "200")),
                        "what " + endpoint + " answers");
            }
        }));
    }

    /** The schemas have the members of the records, with their types, and require those that are never null. */
    public void hasTheMembersOfTheRecords() {
        RecordSchemas schemas = new RecordSchemas(document);
        endpoints().values().forEach(endpoint -> endpoint.entity().ifPresent(schemas::check));
        answers.values().forEach(schemas::check);
        schemas.check(ErrorMessage.class);
        assertFalse(schemas.checked().isEmpty());
    }

    /** Each operation says how it fails, and with the one error message, unless something else was said. */
    public void documentsErrorsOfEachOperation() {
        assertAll(document.operations().entrySet().stream().map(entry -> (Executable) () -> {
            Map<String, Object> responses = document.child(entry.getValue(), "responses");
            List<String> failures = responses.keySet().stream()
                    .filter(status -> status.compareTo("400") >= 0)
                    .toList();
            assertTrue(failures.contains("500"), entry.getKey() + " can fail");
            for (String status : failures) {
                String failure = entry.getKey() + " " + status;
                assertEquals(
                        reference(otherFailures
                                .getOrDefault(failure, ErrorMessage.class)
                                .getSimpleName()),
                        schemaReference(document.child(responses, status)),
                        failure);
            }
        }));
    }

    /** Every reference points to something, and there is nothing that no reference points to. */
    public void hasNoLooseEnds() {
        document.references().forEach(reference -> document.follow(Map.of("$ref", reference)));
        assertEquals(document.components(), new TreeSet<>(document.references()));
    }

    /** The document holds at whatever URL it is served. */
    public void namesNoAddress() {
        assertEquals(
                List.of("."),
                document.children(document.at(), "servers").stream()
                        .map(server -> server.get("url"))
                        .toList());
    }

    private Map<String, Endpoint> endpoints() {
        return Endpoint.of(application).stream()
                .collect(Collectors.toMap(Endpoint::toString, endpoint -> endpoint, (a, b) -> a, TreeMap::new));
    }

    private Map<String, Object> operation(Endpoint endpoint) {
        return document.at("paths", endpoint.path(), endpoint.httpMethod());
    }

    private static String reference(String schema) {
        return schema.isEmpty() ? "" : "#/components/schemas/" + schema;
    }

    /** The reference to the schema of a JSON message, not followed; empty if there is none. */
    private String schemaReference(Map<String, Object> message) {
        Map<String, Object> json = document.child(document.child(message, "content"), "application/json");
        Object schema = json.get("schema");
        return schema instanceof Map<?, ?> map && map.get("$ref") instanceof String reference ? reference : "";
    }
}
