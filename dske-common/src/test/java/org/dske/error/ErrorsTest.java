package org.dske.error;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ErrorsTest {
    @Test
    void everyCodeIsAnHttpErrorOfItsOwn() {
        List<Integer> statuses =
                Arrays.stream(ErrorCode.values()).map(ErrorCode::httpStatus).toList();
        assertEquals(statuses.stream().distinct().toList(), statuses);
        assertEquals(
                statuses.stream()
                        .filter(status -> status >= 400 && status < 600)
                        .toList(),
                statuses);
    }

    @Test
    void anInvalidValueIsTheSendersMistake() {
        assertEquals(400, new InvalidException("size is negative").code().httpStatus());
        assertEquals(Map.of(), new InvalidException("size is negative").details());
    }

    @Test
    void aRequestTurnedDownKeepsTheDetailsAsTheyWere() {
        Map<String, Object> facts = new HashMap<>(Map.of("sae_id", "sam"));
        RequestException e = new RequestException(ErrorCode.CONFLICT, "sam belongs to carol", facts);
        facts.clear();
        assertEquals(Map.of("sae_id", "sam"), e.details());
        assertEquals(ErrorCode.CONFLICT, e.code());
        assertEquals("sam belongs to carol", e.getMessage());
    }
}
