package org.dske.client.peerhub;

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

class FactsTest {
    private static final KeyId ONE = new KeyId(new UUID(1, 1));
    private static final KeyId TWO = new KeyId(new UUID(2, 2));

    @Test
    void missingBytesAreTheDifference() {
        assertEquals(70, Facts.missingBytes(Map.of("wanted", 100, "left", 30L)));
        assertEquals(0, Facts.missingBytes(Map.of("wanted", 100)));
        assertEquals(0, Facts.missingBytes(Map.of("wanted", "100", "left", 30)));
        assertEquals(0, Facts.missingBytes(null));
        assertEquals(0, Facts.missingBytes(List.of("wanted", "left")));
    }

    @Test
    void unknownKeysAreThoseThatWereAskedFor() {
        List<KeyId> asked = List.of(ONE, TWO);
        assertEquals(Set.of(TWO), unknown(List.of(TWO.toString(), new UUID(3, 3).toString()), asked));
        assertEquals(Set.of(ONE, TWO), unknown(List.of(ONE.toString(), TWO.toString()), asked));
        assertEquals(Set.of(), unknown(List.of(), asked));
        assertEquals(Set.of(), unknown(Arrays.asList(null, 7, Map.of()), asked));
        assertEquals(Set.of(), unknown(ONE.toString(), asked));
        assertEquals(Set.of(), Facts.unknownKeys(null, asked));
    }

    private static Set<KeyId> unknown(Object value, List<KeyId> asked) {
        return Facts.unknownKeys(Map.of("unknown_key_ids", value), asked);
    }

    @Test
    void anEncryptorIsNamedOrNot() {
        SaeId sam = new SaeId("sam");
        assertTrue(Facts.isAbout(sam, Map.of("sae_id", "sam")));
        assertFalse(Facts.isAbout(sam, Map.of("sae_id", "serena")));
        assertFalse(Facts.isAbout(sam, Map.of("sae_id", List.of("sam"))));
        assertFalse(Facts.isAbout(sam, Map.of()));
        assertFalse(Facts.isAbout(sam, null));
        assertFalse(Facts.isAbout(sam, "sae_id sam"));
    }
}
