package org.dske.hub.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.dske.health.Health;
import org.dske.hub.management.HubStatus;
import org.dske.testing.OpenApi;
import org.dske.testing.OpenApiChecker;
import org.junit.jupiter.api.Test;

/** The hub's OpenAPI document says what the hub does. */
class HubOpenApiTest {
    private static final String HEADER = "DSKE-Signature";

    private final OpenApi document = OpenApi.read(HubApplication.class, "openapi.yaml");
    private final OpenApiChecker checker = new OpenApiChecker(document, new HubApplication())
            .answers("get /mgmt/v1/status", HubStatus.class)
            .answersHealth(Health.class);

    @Test
    void documentHasThePathsAndMethodsOfTheApplication() {
        checker.hasThePathsAndMethodsOfTheApplication();
    }

    @Test
    void operationsHaveTheParametersOfTheMethods() {
        checker.hasTheParametersOfTheMethods();
    }

    @Test
    void operationsNameTheRecordsOfTheMethods() {
        checker.namesTheRecordsOfTheMethods();
    }

    @Test
    void schemasHaveTheMembersOfTheRecords() {
        checker.hasTheMembersOfTheRecords();
    }

    @Test
    void operationsDocumentTheirErrors() {
        checker.documentsErrorsOfEachOperation();
    }

    @Test
    void documentHasNoLooseEnds() {
        checker.hasNoLooseEnds();
    }

    @Test
    void documentNamesNoAddress() {
        checker.namesNoAddress();
    }

    @Test
    void exactlyTheInBandOperationsAreSigned() {
        Map<String, Map<String, Object>> operations = document.operations();
        assertFalse(operations.isEmpty());
        operations.forEach((name, operation) -> {
            boolean inBand = name.contains(" /dske/api/");
            List<String> headers = document.children(operation, "parameters").stream()
                    .filter(parameter -> "header".equals(parameter.get("in")))
                    .map(parameter -> parameter.get("name") + " " + parameter.get("required"))
                    .toList();
            assertEquals(inBand ? List.of(HEADER + " true") : List.of(), headers, name);
            Map<String, Object> responses = document.child(operation, "responses");
            assertEquals(
                    inBand,
                    document.child(document.child(responses, "200"), "headers").containsKey(HEADER),
                    name);
            boolean management = name.contains(" /mgmt/");
            assertEquals(management, operation.containsKey("security"), name);
            assertEquals(inBand || management, responses.containsKey("401"), name);
            assertTrue(responses.containsKey("503"), name);
        });
    }
}
