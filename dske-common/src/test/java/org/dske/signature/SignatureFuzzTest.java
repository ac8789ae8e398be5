package org.dske.signature;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Pattern;
import org.dske.error.DskeException;
import org.dske.testing.Mutations;
import org.dske.testing.Seed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The header {@code DSKE-Signature}, which anybody can send: whatever it is, it is a signature or a 400. */
class SignatureFuzzTest {
    /** The form as the protocol words it; what it says beyond that is checked by itself. */
    private static final Pattern FORM = Pattern.compile(
            "[0-9a-f-]{36}:[0-9]{1,9}:[0-9]{1,9}(,[0-9a-f-]{36}:[0-9]{1,9}:[0-9]{1,9}){0,63}[;%].{24,88}");

    @FuzzTest
    @Timeout(20)
    void header(byte[] input) {
        // A header is bytes on the wire, and each of them a character for the server.
        String header = new String(input, StandardCharsets.ISO_8859_1);
        Signature signature;
        try {
            signature = Signature.parse(header);
        } catch (DskeException e) {
            assertEquals(400, e.code().httpStatus());
            return;
        }
        String text = signature.toString();
        int separator = header.indexOf(signature.separator());
        assertEquals(header.substring(0, separator).toLowerCase(Locale.ROOT) + header.substring(separator), text);
        assertTrue(FORM.matcher(text).matches(), "a header of another form");
        assertEquals(SigningKey.SIZE, signature.allocation().size());
        Signature again = Signature.parse(text);
        assertEquals(signature.allocation(), again.allocation());
        assertArrayEquals(signature.tag(), again.tag());
        assertEquals(signature.separator(), again.separator());
    }

    @Test
    void seedsWithChangesAreReadOrRefused() {
        Seed.check(random ->
                Mutations.of(getClass(), "header").inputs(random).limit(20_000).forEach(this::header));
    }
}
