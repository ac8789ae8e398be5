package org.dske.client.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.dske.client.management.ClientStatus;
import org.dske.health.Health;
import org.dske.testing.OpenApi;
import org.dske.testing.OpenApiChecker;
import org.junit.jupiter.api.Test;

/** The client's OpenAPI document says what the client does. */
class ClientOpenApiTest {
    private static final String ENC_KEYS = " /etsi/api/v1/keys/{slave_SAE_ID}/enc_keys";
    private static final String DEC_KEYS = " /etsi/api/v1/keys/{master_SAE_ID}/dec_keys";

    private final OpenApi document = OpenApi.read(ClientApplication.class, "openapi.yaml");
    private final OpenApiChecker checker = new OpenApiChecker(document, new ClientApplication())
            .answers("get /mgmt/v1/status", ClientStatus.class)
            .answersHealth(Health.class)
            .readsByHand("post" + ENC_KEYS, "KeyRequest")
            .readsByHand("post" + DEC_KEYS, "KeyIds")
            .writesByHand("get" + ENC_KEYS, "KeyContainer")
            .writesByHand("post" + ENC_KEYS, "KeyContainer")
            .writesByHand("get" + DEC_KEYS, "KeyContainer")
            .writesByHand("post" + DEC_KEYS, "KeyContainer");

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

    /** ETSI GS QKD 014, clauses 6.2 to 6.4. */
    @Test
    void messagesThatAreReadAndWrittenByHandHaveTheMembersOfTheStandard() {
        assertMembers(
                "KeyRequest",
                "number",
                "size",
                "additional_slave_SAE_IDs",
                "extension_mandatory",
                "extension_optional");
        assertMembers("KeyIds", "key_IDs");
        assertMembers("WantedKey", "key_ID");
        assertMembers("KeyContainer", "keys");
        assertMembers("Key", "key_ID", "key");
    }

    private void assertMembers(String schema, String... members) {
        assertEquals(
                Set.of(members),
                document.at("components", "schemas", schema, "properties").keySet());
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
    void exactlyTheOperationsOfEncryptorsAndAdministratorsSayWhoCalls() {
        Map<String, Map<String, Object>> operations = document.operations();
        assertFalse(operations.isEmpty());
        operations.forEach((name, operation) -> {
            String scheme = name.contains(" /etsi/") ? "callingSae" : name.contains(" /mgmt/") ? "administrator" : "";
            assertEquals(
                    scheme,
                    document.children(operation, "security").stream()
                            .flatMap(each -> each.keySet().stream())
                            .collect(Collectors.joining()),
                    name);
            Map<String, Object> responses = document.child(operation, "responses");
            assertEquals(!scheme.isEmpty(), responses.containsKey("401"), name);
            assertTrue(responses.containsKey("503"), name);
        });
    }
}
