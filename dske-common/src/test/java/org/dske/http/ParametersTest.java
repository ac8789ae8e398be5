package org.dske.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.dske.error.InvalidException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class ParametersTest {
    @ParameterizedTest
    @NullAndEmptySource
    @ValueSource(strings = {" ", "\t"})
    void aMissingParameterIsNamed(@Nullable String value) {
        InvalidException e = assertThrows(InvalidException.class, () -> Parameters.required("size", value));
        assertTrue(e.getMessage().contains("size"));
    }

    @Test
    void numbersWithinTheLimitsAreRead() {
        assertEquals(1, Parameters.number("size", "1", 1, 5));
        assertEquals(5, Parameters.number("size", "5", 1, 5));
        assertEquals(-3, Parameters.number("size", "-3", -3, 5));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"0", "6", "-1", "1.0", "1e0", "+1", " 1", "0x1", "4294967297", "9999999999999999999999", "١"})
    void allElseIsRefused(String value) {
        InvalidException e = assertThrows(InvalidException.class, () -> Parameters.number("size", value, 1, 5));
        assertTrue(e.getMessage().startsWith("size is '"));
        assertTrue(e.getMessage().endsWith("', which is not a whole number from 1 to 5"));
        assertTrue(e.getMessage().chars().allMatch(c -> c >= ' ' && c <= '~'), e.getMessage());
    }
}
