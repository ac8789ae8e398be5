package org.dske.client.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.dske.key.KeyId;
import org.dske.key.SaeId;
import org.junit.jupiter.api.Test;

class ErrorDetailsTest {
    private static final KeyId ONE = new KeyId(new UUID(1, 1));
    private static final KeyId TWO = new KeyId(new UUID(2, 2));

    @Test
    void missingBytesAreTheDifference() {
        assertEquals(70, new ErrorDetails(Map.of("wanted", 100, "left", 30L)).missingBytes());
        assertEquals(0, new ErrorDetails(Map.of("wanted", 100)).missingBytes());
        assertEquals(0, new ErrorDetails(Map.of("wanted", "100", "left", 30)).missingBytes());
        assertEquals(0, new ErrorDetails(null).missingBytes());
        assertEquals(0, new ErrorDetails(List.of("wanted", "left")).missingBytes());
    }

    @Test
    void unknownKeysAreThoseThatWereAskedFor() {
        List<KeyId> asked = List.of(ONE, TWO);
        assertEquals(Set.of(TWO), unknown(List.of(TWO.toString(), new UUID(3, 3).toString()), asked));
        assertEquals(Set.of(ONE, TWO), unknown(List.of(ONE.toString(), TWO.toString()), asked));
        assertEquals(Set.of(), unknown(List.of(), asked));
        assertEquals(Set.of(), unknown(Arrays.asList(null, 7, Map.of()), asked));
        assertEquals(Set.of(), unknown(ONE.toString(), asked));
        assertEquals(Set.of(), ErrorDetails.NONE.unknownKeys(asked));
    }

    private static Set<KeyId> unknown(Object value, List<KeyId> asked) {
        return new ErrorDetails(Map.of("unknown_key_ids", value)).unknownKeys(asked);
    }

    @Test
    void anEncryptorIsNamedOrNot() {
        SaeId sam = new SaeId("sam");
        assertTrue(new ErrorDetails(Map.of("sae_id", "sam")).isAbout(sam));
        assertFalse(new ErrorDetails(Map.of("sae_id", "serena")).isAbout(sam));
        assertFalse(new ErrorDetails(Map.of("sae_id", List.of("sam"))).isAbout(sam));
        assertFalse(new ErrorDetails(Map.of()).isAbout(sam));
        assertFalse(new ErrorDetails(null).isAbout(sam));
        assertFalse(new ErrorDetails("sae_id sam").isAbout(sam));
    }
}
