package org.dske.root;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClientPortsTest {
    @Test
    void aPortLeadsToItsClient() {
        ClientPorts ports = ClientPorts.parse("8105=/client/carol, 8205=/client/carol,8206=/client/celia");

        assertEquals(Optional.of("/client/carol"), ports.contextPath(8105));
        assertEquals(Optional.of("/client/carol"), ports.contextPath(8205));
        assertEquals(Optional.of("/client/celia"), ports.contextPath(8206));
        assertEquals(Optional.empty(), ports.contextPath(8100));
    }

    @Test
    void whatIsWrittenIsRead() {
        ClientPorts ports = new ClientPorts(Map.of(8205, "/client/carol", 8105, "/client/carol"));

        assertEquals("8105=/client/carol,8205=/client/carol", ports.toText());
        assertEquals(ports, ClientPorts.parse(ports.toText()));
        assertEquals(new ClientPorts(Map.of()), ClientPorts.parse(new ClientPorts(Map.of()).toText()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"8105", "8105=", "8105=client/carol", "=/client/carol", "a=/b", "8105=/client/carol,"})
    void whatIsWrongIsNamed(String text) {
        IllegalArgumentException exception =
                assertThrows(IllegalArgumentException.class, () -> ClientPorts.parse(text));

        assertTrue(String.valueOf(exception.getMessage()).startsWith("org.dske.root.clients has '"));
    }
}
