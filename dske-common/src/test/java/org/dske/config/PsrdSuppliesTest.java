package org.dske.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.Map;
import org.dske.key.NodeName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each peer has one way to PSRD, and outside of a laboratory none that is open to everybody. */
class PsrdSuppliesTest {
    private static final NodeName HANK = new NodeName("hank");
    private static final NodeName HELEN = new NodeName("helen");

    private static PsrdSupplies of(String... keysAndValues) {
        Map<String, String> properties = new HashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            properties.put("dske." + keysAndValues[i], keysAndValues[i + 1]);
        }
        return PsrdSupplies.of(new Settings(new NodeName("carol"), properties));
    }

    @Test
    void withoutConfigurationOnlyACourierBringsPsrd() {
        assertEquals(PsrdSupply.PACKAGE, of().of(HANK));
        assertEquals(PsrdSupply.HTTP, of("laboratory", "true").of(HANK));
    }

    @Test
    void aPeerThatIsNamedHasItsOwnWay() {
        PsrdSupplies supplies = of("psrd.supply", "tls", "psrd.supplies", "hank=package, hilary=tls");

        assertEquals(PsrdSupply.PACKAGE, supplies.of(HANK));
        assertEquals(PsrdSupply.TLS, supplies.of(HELEN));
        assertTrue(supplies.has(PsrdSupply.PACKAGE));
        assertFalse(supplies.has(PsrdSupply.HTTP));
    }

    @Test
    void httpIsForALaboratoryAlone() {
        String message = String.valueOf(
                assertThrows(ConfigurationException.class, () -> of("psrd.supply", "tls", "psrd.supplies", "hank=http"))
                        .getMessage());
        assertTrue(message.startsWith("dske.psrd.supplies = 'hank=http' is not allowed"), message);
        assertTrue(message.contains("in a laboratory only"), message);
        assertThrows(ConfigurationException.class, () -> of("psrd.supply", "http"));
        assertEquals(
                PsrdSupply.HTTP,
                of("laboratory", "true", "psrd.supply", "tls", "psrd.supplies", "hank=http")
                        .of(HANK));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"hank", "hank=", "=tls", "hank=TLS", "hank=courier", "a b=tls", "hank=tls,hank=tls", "h=tls=x"})
    void anythingElseIsRefused(String supplies) {
        assertThrows(ConfigurationException.class, () -> of("psrd.supplies", supplies));
    }
}
