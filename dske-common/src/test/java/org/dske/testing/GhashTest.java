package org.dske.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The tags that the fakes of hub and client make are those of the protocol. */
class GhashTest {
    @Test
    void itGivesTheKnownAnswers() {
        List<JsonObject> vectors = Vectors.signatures().getJsonArray("its").getValuesAs(JsonObject.class);
        assertTrue(vectors.size() > 2, "no vectors");
        for (JsonObject vector : vectors) {
            byte[] tag = Ghash.tag(
                    Vectors.hex(vector.getString("key")),
                    new String(Vectors.hex(vector.getString("context")), StandardCharsets.UTF_8),
                    Vectors.hex(vector.getString("body")));
            assertEquals(vector.getString("tag"), Base64.getEncoder().encodeToString(tag), vector.getString("name"));
        }
    }
}
