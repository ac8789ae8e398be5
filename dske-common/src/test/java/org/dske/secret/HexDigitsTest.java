package org.dske.secret;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import org.dske.testing.Seed;
import org.junit.jupiter.api.Test;

class HexDigitsTest {
    @Test
    void aLineIsWhatHexFormatMakesAndReadsBackAsTheSame() {
        Seed.check(random -> {
            byte[] bytes = new byte[1 + random.nextInt(64)];
            random.nextBytes(bytes);
            byte[] line = HexDigits.line(SecretBytes.copyOf(bytes)).expose();
            assertEquals(HexFormat.of().formatHex(bytes) + "\n", new String(line, StandardCharsets.US_ASCII));
            assertEquals(SecretBytes.copyOf(bytes), HexDigits.parse(line, bytes.length));
        });
    }

    @Test
    void anyEndOfTheLineAndUpperCaseAreRead() {
        for (String line : List.of("00ff", "00FF", "00ff\n", "00ff\r\n")) {
            assertEquals(SecretBytes.copyOf(new byte[] {0, -1}), parse(line), line);
        }
    }

    @Test
    void anythingElseIsRefused() {
        for (String line : List.of("", "\n", "00", "00f", "00ff0", "00ff00", " 00ff", "00f f", "00fg", "0xff")) {
            assertThrows(IllegalArgumentException.class, () -> parse(line), line);
        }
    }

    private static SecretBytes parse(String line) {
        return HexDigits.parse(line.getBytes(StandardCharsets.US_ASCII), 2);
    }
}
