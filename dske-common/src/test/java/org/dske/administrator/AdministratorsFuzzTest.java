package org.dske.administrator;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.util.Optional;
import org.dske.testing.Mutations;
import org.dske.testing.Seed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The header {@code Authorization}: whatever it says, it is a token of the node, or nobody's. */
class AdministratorsFuzzTest {
    private static final Administrators NODE = administrators();

    private static Administrators administrators() {
        try {
            return Administrators.in(Files.createTempDirectory("tokens"), new SecureRandom());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @FuzzTest
    @Timeout(20)
    void header(byte[] input) {
        assertEquals(Optional.empty(), NODE.roleOf(new String(input, StandardCharsets.ISO_8859_1)));
        assertEquals(Optional.empty(), NODE.roleOf("Bearer " + new String(input, StandardCharsets.UTF_8)));
    }

    @Test
    void seedsWithChangesAreNobodys() {
        Seed.check(random ->
                Mutations.of(getClass(), "header").inputs(random).limit(20_000).forEach(this::header));
    }
}
