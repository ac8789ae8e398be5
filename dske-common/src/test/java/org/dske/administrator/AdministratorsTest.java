package org.dske.administrator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.dske.administrator.Administrators.Role;
import org.dske.config.ConfigurationException;
import org.dske.error.RequestException;
import org.dske.testing.LogLines;
import org.dske.testing.MutableClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AdministratorsTest {
    @TempDir
    private Path directory;

    private final SecureRandom random = new SecureRandom();

    private String token(Role role) throws IOException {
        return Files.readString(directory.resolve(role.file())).strip();
    }

    @Test
    void tokensAreMadeOnceAndForTheirOwnerAlone() throws IOException {
        Path fresh = directory.resolve("node");
        Administrators.in(fresh, random);
        directory = fresh;
        String operate = token(Role.OPERATE);
        assertTrue(operate.matches("[0-9a-f]{64}"), operate);
        assertNotEquals(operate, token(Role.READ));
        for (Role role : Role.values()) {
            assertEquals(
                    "rw-------",
                    PosixFilePermissions.toString(Files.getPosixFilePermissions(fresh.resolve(role.file()))));
        }
        Administrators again = Administrators.in(fresh, random);
        assertEquals(operate, token(Role.OPERATE));
        assertEquals(Optional.of(Role.OPERATE), again.roleOf("Bearer " + operate));
    }

    @Test
    void eachTokenIsGoodForItsRoleAndNothingElseIsGoodForAny() throws IOException {
        Administrators administrators = Administrators.in(directory, random);
        String operate = token(Role.OPERATE);
        assertEquals(Optional.of(Role.OPERATE), administrators.roleOf("bearer " + operate));
        assertEquals(Optional.of(Role.READ), administrators.roleOf("Bearer " + token(Role.READ)));
        for (String other : List.of(
                "",
                "Bearer",
                "Bearer ",
                operate,
                "Basic " + operate,
                "Bearer " + operate.substring(1),
                "Bearer " + operate + "0",
                "Bearer " + operate.toUpperCase(Locale.ROOT) + "x",
                "Bearer " + "0".repeat(64))) {
            assertEquals(Optional.empty(), administrators.roleOf(other), other);
        }
        assertEquals(Optional.empty(), administrators.roleOf(null));
        assertEquals(Optional.empty(), Administrators.none().roleOf("Bearer " + operate));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "0123", "zz"})
    void aFileThatHasNoTokenIsRefused(String content) throws IOException {
        Files.writeString(directory.resolve(Role.OPERATE.file()), content);
        String line =
                String.valueOf(assertThrows(ConfigurationException.class, () -> Administrators.in(directory, random))
                        .getMessage());
        assertTrue(line.contains("is none: 64 hexadecimal digits"), line);
    }

    @Test
    void whoTriesAgainAndAgainIsToldSoAndFillsNoLog() {
        MutableClock clock = new MutableClock();
        RefusedAttempts attempts = new RefusedAttempts(clock);
        try (LogLines log = new LogLines(RefusedAttempts.class)) {
            for (int i = 0; i < 10; i++) {
                attempts.note("192.0.2.1");
            }
            for (int i = 0; i < 100; i++) {
                assertThrows(RequestException.class, () -> attempts.note("192.0.2.1"));
            }
            attempts.note("192.0.2.2");
            assertEquals(2, log.all().size());
            assertFalse(log.all().getFirst().contains("192.0.2.2"));
            clock.advance(Duration.ofMinutes(1));
            attempts.note("192.0.2.1");
            assertEquals(3, log.all().size());
            for (int i = 0; i < 5_000; i++) {
                attempts.note("2001:db8:" + i + "::1");
            }
            assertThrows(RequestException.class, () -> {
                for (int i = 0; i < 11; i++) {
                    attempts.note("2001:db8:ffff:1::" + i);
                }
            });
            assertTrue(log.all().size() <= 20, () -> log.all().size() + " lines");
            assertEquals(5_123, attempts.count());
        }
    }
}
