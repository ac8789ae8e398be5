package org.dske.client.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.dske.client.management.ClientStatus;
import org.dske.testing.OpenApi;
import org.dske.testing.OpenApiChecker;
import org.junit.jupiter.api.Test;

/** The client's OpenAPI document says what the client does. */
class ClientOpenApiTest {
    private final OpenApi document = OpenApi.read("/openapi.yaml");
    private final OpenApiChecker checker =
            new OpenApiChecker(document, new ClientApplication()).answers("get /mgmt/v1/status", ClientStatus.class);

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
    void exactlyTheOperationsOfEncryptorsSayWhoCalls() {
        Map<String, Map<String, Object>> operations = checker.operations();
        assertFalse(operations.isEmpty());
        operations.forEach((name, operation) -> {
            boolean etsi = name.contains(" /etsi/");
            assertEquals(etsi, !document.children(operation, "security").isEmpty(), name);
            Map<String, Object> responses = document.child(operation, "responses");
            assertEquals(etsi, responses.containsKey("401"), name);
            assertTrue(responses.containsKey("503"), name);
        });
    }
}
