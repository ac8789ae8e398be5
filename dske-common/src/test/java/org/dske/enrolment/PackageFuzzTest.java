package org.dske.enrolment;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Arrays;
import org.dske.error.DskeException;
import org.dske.error.InvalidException;
import org.dske.json.JsonMessages;
import org.dske.protocol.enrolment.PackageHead;
import org.dske.protocol.enrolment.PackageRequest;
import org.dske.protocol.enrolment.SealHead;
import org.dske.secret.SecretBytes;
import org.dske.testing.Mutations;
import org.dske.testing.Seed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The files of packages: whatever a courier brings, it is a package, or is refused in one sentence. */
class PackageFuzzTest {
    /** A file without its digest, so that all changes get past that. */
    @FuzzTest
    @Timeout(20)
    void file(byte[] input) {
        refused(input);
        byte[] file = Arrays.copyOf(input, input.length + 32);
        System.arraycopy(EnrolmentPackage.digest(input, input.length), 0, file, input.length, 32);
        EnrolmentPackage read;
        try {
            read = EnrolmentPackage.read(file);
        } catch (InvalidException e) {
            assertSentence(e);
            return;
        }
        try (read;
                SecretBytes written = read.toFile();
                EnrolmentPackage again = EnrolmentPackage.read(written.expose());
                SecretBytes rewritten = again.toFile()) {
            assertTrue(EnrolmentPackage.isPlain(file) && !SealedPackage.isSealed(file));
            assertArrayEquals(written.expose(), rewritten.expose());
            assertFalse(read.words().isBlank());
        }
    }

    private static void refused(byte[] file) {
        assertSentence(assertThrows(InvalidException.class, () -> EnrolmentPackage.read(file)));
        // With a passphrase nothing is computed before the head is one.
        if (!SealedPackage.isSealed(file)) {
            assertSentence(
                    assertThrows(InvalidException.class, () -> SealedPackage.open(file, "passphrase".toCharArray())));
        }
    }

    private static void assertSentence(DskeException refusal) {
        assertTrue(refusal.code().httpStatus() == 400 && !refusal.getMessage().isBlank(), refusal::toString);
        assertTrue(refusal.getMessage().lines().count() == 1, refusal::getMessage);
    }

    /** The heads of files, and what is asked of a hub. */
    @FuzzTest
    @Timeout(20)
    void head(byte[] input) {
        for (Class<?> type : new Class<?>[] {PackageHead.class, SealHead.class, PackageRequest.class}) {
            try {
                byte[] written = JsonMessages.write(JsonMessages.read(input, type));
                assertArrayEquals(written, JsonMessages.write(JsonMessages.read(written, type)));
            } catch (DskeException e) {
                assertTrue(e.code().httpStatus() == 400, e::toString);
            }
        }
    }

    @Test
    void seedsWithChangesAreReadOrRefused() {
        Seed.check(random -> {
            Mutations.of(getClass(), "file").inputs(random).limit(5_000).forEach(this::file);
            Mutations.of(getClass(), "head").inputs(random).limit(5_000).forEach(this::head);
        });
    }
}
