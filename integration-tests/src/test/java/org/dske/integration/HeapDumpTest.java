package org.dske.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HeapDumpTest {
    @TempDir
    private Path directory;

    // Live as long as this test is, each in one form.
    private final byte[] secret = random();
    private final byte[] part = Arrays.copyOf(random(), 20);
    private final String base64 = Base64.getEncoder().encodeToString(random());
    private final char[] characters =
            Base64.getEncoder().encodeToString(random()).toCharArray();
    private final String hex = HexFormat.of().formatHex(random());

    private static byte[] random() {
        byte[] secret = new byte[36];
        new SecureRandom().nextBytes(secret);
        return secret;
    }

    @Test
    void whatIsLiveIsFoundInEachFormAndWhatIsNotIsNot() {
        HeapDump dump = HeapDump.of(ProcessHandle.current().pid(), directory.resolve("heap.hprof"));
        // Patterns of before the dump would be found in it.
        Patterns patterns = new Patterns();
        patterns.secret("an array", secret);
        patterns.secret("a part", Arrays.copyOf(part, secret.length));
        patterns.secret("a string", Base64.getDecoder().decode(base64));
        patterns.secret("characters", Base64.getDecoder().decode(new String(characters)));
        patterns.hex("digits", HexFormat.of().parseHex(hex));
        patterns.secret("nothing", random());
        assertEquals(
                Set.of(
                        "an array, raw",
                        "a part, raw",
                        "a string, base64",
                        "characters, base64 in characters",
                        "digits, hex"),
                dump.find(patterns).keySet());
    }
}
