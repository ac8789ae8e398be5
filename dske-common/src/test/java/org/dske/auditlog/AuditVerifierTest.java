package org.dske.auditlog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.dske.auditlog.AuditVerifier.Report;
import org.dske.error.InvalidException;
import org.dske.testing.Seed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What of a chain shows when it is tampered with: all of it, if the last line was noted elsewhere. */
class AuditVerifierTest {
    @TempDir
    @SuppressWarnings("NullAway.Init") // Set by JUnit.
    private Path directory;

    private static List<byte[]> chain(int lines, String id) {
        List<byte[]> chain = new ArrayList<>();
        AuditCheckpoint last = AuditCheckpoint.BEGIN;
        for (int i = 0; i < lines; i++) {
            AuditEntry entry = i == 0
                    ? AuditEntry.of(AuditEvent.CHAIN_BEGUN).with("chain", id)
                    : AuditEntry.of(AuditEvent.KEY_DELIVERED).with("key_id", "key " + i);
            byte[] line = AuditLine.write(last, Instant.EPOCH.plusSeconds(i), "client carol", entry);
            last = AuditCheckpoint.of(i + 1, line);
            chain.add(line);
        }
        return chain;
    }

    private static AuditCheckpoint checkpoint(List<byte[]> chain, int line) {
        return AuditCheckpoint.of(line, chain.get(line - 1));
    }

    private Path write(String name, List<byte[]> lines) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        lines.forEach(line -> {
            all.writeBytes(line);
            all.write('\n');
        });
        return Files.write(directory.resolve(name), all.toByteArray());
    }

    private Report verify(List<byte[]> lines, AuditCheckpoint expected) throws IOException {
        return AuditVerifier.verify(List.of(write("log", lines)), Optional.empty(), Optional.of(expected));
    }

    private static String reason(Report report) {
        return report.fault().orElseThrow().reason();
    }

    @Test
    void aChainFits() throws IOException {
        List<byte[]> chain = chain(10, "a");
        Report report = verify(chain, checkpoint(chain, 10));
        assertTrue(report.isGood(), report.toString());
        assertEquals(10, report.lines());
        assertEquals(checkpoint(chain, 10), report.last());
        assertEquals("client carol", report.node());
        assertTrue(verify(chain, checkpoint(chain, 4)).isGood(), "a line that was noted earlier is still there");
    }

    @Test
    void everyLineThatIsMissingIsNamed() throws IOException {
        List<byte[]> chain = chain(10, "a");
        for (int i = 0; i < chain.size(); i++) {
            List<byte[]> lines = new ArrayList<>(chain);
            lines.remove(i);
            Report report = verify(lines, checkpoint(chain, 10));
            assertFalse(report.isGood());
            assertEquals(i + 1, report.fault().orElseThrow().line());
        }
    }

    @Test
    void everyAlterationOfAByteShows() {
        Seed.check(random -> {
            List<byte[]> chain = chain(6, "a");
            AuditCheckpoint expected = checkpoint(chain, 6);
            byte[] all = Files.readAllBytes(write("log", chain));
            for (int at = 0; at < all.length; at++) {
                byte[] altered = all.clone();
                altered[at] ^= (byte) (1 + random.nextInt(255));
                Path file = Files.write(directory.resolve("log"), altered);
                int offset = at;
                assertFalse(
                        AuditVerifier.verify(List.of(file), Optional.empty(), Optional.of(expected))
                                .isGood(),
                        () -> "byte " + offset);
            }
        });
    }

    @Test
    void everySwapAndEveryInsertionShows() {
        Seed.check(random -> {
            List<byte[]> chain = chain(8, "a");
            List<byte[]> other = chain(8, "b");
            AuditCheckpoint expected = checkpoint(chain, 8);
            for (int i = 0; i < chain.size(); i++) {
                for (int j = 0; j < chain.size(); j++) {
                    List<byte[]> inserted = new ArrayList<>(chain);
                    inserted.add(i, chain.get(j));
                    assertFalse(verify(inserted, expected).isGood(), i + " " + j);
                    inserted.set(i, other.get(j));
                    assertFalse(verify(inserted, expected).isGood(), i + " " + j);
                    List<byte[]> replaced = new ArrayList<>(chain);
                    replaced.set(i, other.get(j));
                    assertFalse(verify(replaced, expected).isGood(), i + " " + j);
                    if (i != j) {
                        List<byte[]> swapped = new ArrayList<>(chain);
                        Collections.swap(swapped, i, j);
                        assertFalse(verify(swapped, expected).isGood(), i + " " + j);
                    }
                }
            }
            assertFalse(verify(shuffled(chain, random), expected).isGood());
        });
    }

    private static List<byte[]> shuffled(List<byte[]> chain, Random random) {
        List<byte[]> shuffled = new ArrayList<>(chain);
        do {
            Collections.shuffle(shuffled, random);
        } while (shuffled.equals(chain));
        return shuffled;
    }

    @Test
    void aTruncatedFileShowsWhereALaterLineIsExpected() throws IOException {
        List<byte[]> chain = chain(10, "a");
        Report report = verify(chain.subList(0, 7), checkpoint(chain, 10));
        assertEquals(
                "lines are missing at the end: line 10 of the chain is expected, and the last one is 7",
                reason(report));
        assertEquals(8, report.fault().orElseThrow().line());
        assertTrue(AuditVerifier.verify(List.of(write("log", chain.subList(0, 7))), Optional.empty(), Optional.empty())
                .isGood());
    }

    @Test
    void anotherChainThatFitsIsNotTheOneThatWasNoted() throws IOException {
        List<byte[]> other = chain(10, "b");
        assertEquals(
                "line 5 of the chain is another one than expected",
                reason(verify(other, checkpoint(chain(10, "a"), 5))));
    }

    @Test
    void aLineThatIsBeingWrittenIsNoFault() throws IOException {
        List<byte[]> chain = chain(3, "a");
        Path file = write("log", chain);
        byte[] all = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(all, all.length - 10));
        Report report = AuditVerifier.verify(List.of(file), Optional.empty(), Optional.empty());
        assertTrue(report.isGood(), report.toString());
        assertEquals(2, report.lines());
        assertEquals(chain.get(2).length - 9, report.incomplete());
    }

    @Test
    void theFilesOfAChainFitInTheirOrder() throws IOException {
        List<byte[]> chain = chain(10, "a");
        Path first = write("1", chain.subList(0, 4));
        Path second = write("2", chain.subList(4, 7));
        Path third = write("3", chain.subList(7, 10));
        assertTrue(AuditVerifier.verify(List.of(first, second, third), Optional.empty(), Optional.empty())
                .isGood());
        assertTrue(AuditVerifier.verify(
                        List.of(second, third), Optional.of(checkpoint(chain, 4)), Optional.of(checkpoint(chain, 10)))
                .isGood());
        assertTrue(reason(AuditVerifier.verify(List.of(first, third), Optional.empty(), Optional.empty()))
                .startsWith("lines are missing before it"));
        assertTrue(reason(AuditVerifier.verify(List.of(second), Optional.empty(), Optional.empty()))
                .startsWith("the chain begins before it"));
        assertTrue(reason(AuditVerifier.verify(
                        List.of(second), Optional.of(checkpoint(chain(4, "b"), 4)), Optional.empty()))
                .startsWith("it follows another line"));
        assertEquals(
                "another chain begins here",
                reason(AuditVerifier.verify(
                        List.of(first, write("4", chain(2, "b"))), Optional.empty(), Optional.empty())));
        assertTrue(reason(AuditVerifier.verify(List.of(directory.resolve("none")), Optional.empty(), Optional.empty()))
                .contains("there is no such file"));
    }

    @Test
    void whatIsNoLineIsNamed() throws IOException {
        List<byte[]> chain = chain(3, "a");
        for (String none : List.of(
                "",
                "x",
                "[]",
                "{}",
                "{\"sequence\":4}",
                "{\"sequence\":\"x\",\"time\":\"x\",\"node\":\"x\",\"event\":\"x\",\"previous\":\"x\"}",
                "{\"sequence\":4,\"sequence\":4}")) {
            List<byte[]> lines = new ArrayList<>(chain);
            lines.add(none.getBytes(StandardCharsets.UTF_8));
            Report report = verify(lines, checkpoint(chain, 3));
            assertEquals(4, report.fault().orElseThrow().line(), none);
            assertTrue(reason(report).startsWith("it is no line of an audit log"), reason(report));
        }
    }

    @Test
    void aCheckpointIsReadAsItIsWritten() {
        AuditCheckpoint checkpoint = checkpoint(chain(3, "a"), 3);
        assertEquals(checkpoint, AuditCheckpoint.parse(checkpoint.toString()));
        for (String none : List.of("", "3", "3:", "3:ab", "x:" + checkpoint.hash(), checkpoint + "0")) {
            assertThrows(InvalidException.class, () -> AuditCheckpoint.parse(none), none);
        }
    }
}
