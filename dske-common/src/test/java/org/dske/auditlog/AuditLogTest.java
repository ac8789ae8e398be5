package org.dske.auditlog;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.dske.config.ConfigurationException;
import org.dske.error.DskeException;
import org.dske.error.ErrorCode;
import org.dske.testing.Await;
import org.dske.testing.MutableClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The log, and what it says after all that can happen to its file. */
class AuditLogTest {
    private static final AuditEntry ESTABLISHED = AuditEntry.of(AuditEvent.KEY_ESTABLISHED);

    @TempDir
    @SuppressWarnings("NullAway.Init") // Set by JUnit.
    private Path directory;

    private final FullDisk disk = new FullDisk();
    private final MutableClock clock = new MutableClock();

    private Path file() {
        return directory.resolve("logs").resolve("audit.jsonl");
    }

    private AuditLog open(boolean required) {
        return AuditLog.open(
                new AuditSettings("client carol", Optional.of(file()), required), clock, new SecureRandom(), disk);
    }

    private static List<JsonObject> read(Path file) throws IOException {
        return Files.readAllLines(file).stream()
                .map(line -> Json.createReader(new ByteArrayInputStream(line.getBytes(StandardCharsets.UTF_8)))
                        .readObject())
                .toList();
    }

    private List<String> events() throws IOException {
        return read(file()).stream().map(line -> line.getString("event")).toList();
    }

    private void assertFits(Path... files) {
        AuditVerifier.Report report = AuditVerifier.verify(List.of(files), Optional.empty(), Optional.empty());
        assertTrue(report.isGood(), report.toString());
        assertEquals(0, report.incomplete());
    }

    @Test
    void aLineSaysWhatHappenedWhenAndWhere() throws IOException {
        try (AuditLog log = open(false)) {
            log.note(AuditEntry.of(AuditEvent.KEY_DELIVERED)
                    .with("to", "a \"b\"\n\u2028c \uD83D\uDD11")
                    .with("peers", List.of("x", "y"))
                    .with("bits", 256)
                    .with("nothing", null));
        }
        List<JsonObject> lines = read(file());
        assertEquals(List.of("chain-begun", "node-started", "key-delivered", "node-stopped"), events());
        JsonObject line = lines.get(2);
        assertEquals(List.of("sequence", "time", "node", "event", "details", "previous"), List.copyOf(line.keySet()));
        assertEquals(3, line.getInt("sequence"));
        assertEquals("2026-01-01T00:00:00.000Z", line.getString("time"));
        assertEquals("client carol", line.getString("node"));
        JsonObject details = line.getJsonObject("details");
        assertEquals("a \"b\"\n\u2028c \uD83D\uDD11", details.getString("to"));
        assertEquals("[\"x\",\"y\"]", details.getJsonArray("peers").toString());
        assertEquals(256, details.getInt("bits"));
        assertEquals(3, details.size());
        assertEquals("0".repeat(64), lines.getFirst().getString("previous"));
        assertFits(file());
    }

    @Test
    void nobodyElseMayReadIt() throws IOException {
        open(false).close();
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file())));
    }

    @Test
    void twoChainsDiffer() throws IOException {
        open(false).close();
        String first = Files.readAllLines(file()).getFirst();
        Files.delete(file());
        open(false).close();
        assertFalse(first.equals(Files.readAllLines(file()).getFirst()));
    }

    @Test
    void theChainGoesOnAfterARestart() throws IOException {
        open(false).close();
        open(true).close();
        assertEquals(List.of("chain-begun", "node-started", "node-stopped", "node-started", "node-stopped"), events());
        assertFits(file());
    }

    @Test
    void entriesOfManyThreadsAreAllThereEachThreadsInItsOrder() throws Exception {
        int threads = 8;
        int each = 500;
        try (AuditLog log = open(true);
                ExecutorService pool = Executors.newFixedThreadPool(threads)) {
            List<Future<?>> all = new ArrayList<>();
            for (int t = 0; t < threads; t++) {
                int thread = t;
                all.add(pool.submit(() -> {
                    for (int i = 0; i < each; i++) {
                        AuditEntry entry = ESTABLISHED.with("thread", thread).with("number", i);
                        if (i % 50 == 0) {
                            log.require(List.of(entry));
                        } else {
                            log.note(entry);
                        }
                    }
                }));
            }
            for (Future<?> one : all) {
                one.get();
            }
        }
        Map<Integer, Integer> next = new HashMap<>();
        for (JsonObject line : read(file())) {
            if (line.getString("event").equals("key-established")) {
                JsonObject details = line.getJsonObject("details");
                int thread = details.getInt("thread");
                assertEquals(next.getOrDefault(thread, 0), details.getInt("number"));
                next.merge(thread, 1, Integer::sum);
            }
        }
        assertEquals(
                threads, next.values().stream().filter(count -> count == each).count());
        assertFits(file());
    }

    @Test
    void whatIsRequiredIsOnTheDiskWhenItReturns() throws Exception {
        try (AuditLog log = open(true)) {
            log.require(List.of(ESTABLISHED.with("key_id", "one")));
            assertTrue(Files.readString(file()).contains("one"));
            int before = disk.forced.get();
            CountDownLatch gate = new CountDownLatch(1);
            disk.slow = gate;
            CompletableFuture<Void> waits =
                    CompletableFuture.runAsync(() -> log.require(List.of(ESTABLISHED.with("key_id", "two"))));
            Await.until(Await.LONG, () -> assertTrue(Files.readString(file()).contains("two")));
            assertFalse(waits.isDone(), "it is written, and not forced");
            gate.countDown();
            waits.get();
            assertEquals(before + 1, disk.forced.get());
        }
    }

    @Test
    void whatHasComeInMeanwhileIsForcedTogether() throws Exception {
        try (AuditLog log = open(true)) {
            log.require(List.of(ESTABLISHED));
            CountDownLatch gate = new CountDownLatch(1);
            disk.slow = gate;
            CompletableFuture<Void> first =
                    CompletableFuture.runAsync(() -> log.require(List.of(ESTABLISHED.with("key_id", "first"))));
            Await.until(Await.LONG, () -> assertTrue(Files.readString(file()).contains("first")));
            int before = disk.forced.get();
            Thread others = new Thread(() -> log.require(Collections.nCopies(30, ESTABLISHED)));
            others.start();
            Await.until(Await.LONG, () -> assertEquals(Thread.State.WAITING, others.getState()));
            gate.countDown();
            others.join();
            first.get();
            assertEquals(before + 2, disk.forced.get());
        }
        assertFits(file());
    }

    @Test
    void whatIsRequiredAndCannotBeWrittenFails() throws Exception {
        try (AuditLog log = open(true)) {
            log.require(List.of(ESTABLISHED.with("key_id", "before")));
            disk.full = true;
            DskeException failure =
                    assertThrows(DskeException.class, () -> log.require(List.of(ESTABLISHED.with("key_id", "during"))));
            assertEquals(ErrorCode.UNAVAILABLE, failure.code());
            assertTrue(failure.getMessage().contains("the audit log cannot be written"));
            assertTrue(log.isFailing());
            assertThrows(DskeException.class, log::requireWorking);
            assertEquals(0, log.status().lost(), "it was not done, so nothing is lost");
            assertFits(file());
            disk.full = false;
            Await.until(Await.LONG, () -> assertFalse(log.isFailing()));
            log.requireWorking();
            log.require(List.of(ESTABLISHED.with("key_id", "after")));
        }
        assertFits(file());
        String all = Files.readString(file());
        assertFalse(all.contains("during"));
        assertEquals(
                List.of(
                        "chain-begun",
                        "node-started",
                        "key-established",
                        "audit-resumed",
                        "key-established",
                        "node-stopped"),
                events());
    }

    @Test
    void whatCannotBeForcedIsTakenBack() throws Exception {
        try (AuditLog log = open(true)) {
            log.require(List.of(ESTABLISHED.with("key_id", "before")));
            disk.forceFails = true;
            assertThrows(DskeException.class, () -> log.require(List.of(ESTABLISHED.with("key_id", "during"))));
            assertFalse(Files.readString(file()).contains("during"));
            disk.forceFails = false;
            Await.until(Await.LONG, () -> assertFalse(log.isFailing()));
        }
        assertFits(file());
    }

    @Test
    void whatIsNotRequiredAndCannotBeWrittenIsCountedAndTold() throws Exception {
        try (AuditLog log = open(false)) {
            Await.until(Await.LONG, () -> assertEquals(2, log.status().lines()));
            disk.full = true;
            log.require(List.of(ESTABLISHED, ESTABLISHED));
            log.note(ESTABLISHED);
            Await.until(Await.LONG, () -> assertEquals(3, log.status().lost()));
            assertTrue(log.status().failing());
            assertFalse(log.isFailing(), "nothing depends on it");
            disk.full = false;
            Await.until(Await.LONG, () -> assertFalse(log.status().failing()));
        }
        assertEquals(List.of("chain-begun", "node-started", "audit-resumed", "node-stopped"), events());
        assertEquals(3, read(file()).get(2).getJsonObject("details").getInt("lost"));
        assertFits(file());
    }

    @Test
    void aNodeStartsWithAFullDiskAndTheChainBeginsLater() throws Exception {
        disk.full = true;
        try (AuditLog log = open(true)) {
            Await.until(Await.LONG, () -> assertTrue(log.isFailing()));
            disk.full = false;
            Await.until(Await.LONG, () -> assertFalse(log.isFailing()));
        }
        assertEquals(List.of("chain-begun", "audit-resumed", "node-stopped"), events());
        assertFits(file());
    }

    @Test
    void aTornTailIsCutOffAndThatIsTold() throws Exception {
        open(false).close();
        byte[] whole = Files.readAllBytes(file());
        Files.writeString(file(), "{\"sequence\":4,\"ti", StandardOpenOption.APPEND);
        open(false).close();
        assertEquals(
                List.of("chain-begun", "node-started", "node-stopped", "tail-cut", "node-started", "node-stopped"),
                events());
        assertEquals(17, read(file()).get(3).getJsonObject("details").getInt("bytes"));
        byte[] all = Files.readAllBytes(file());
        assertArrayEquals(whole, Arrays.copyOf(all, whole.length));
        assertFits(file());
    }

    @Test
    void aLongTornTailIsCutOffToo() throws Exception {
        open(false).close();
        Files.writeString(file(), "x".repeat(200_000), StandardOpenOption.APPEND);
        open(false).close();
        assertFits(file());
    }

    @Test
    void aFileThatWasMovedAwayIsFollowedByAnother() throws Exception {
        Path old = directory.resolve("old.jsonl");
        AuditCheckpoint last;
        try (AuditLog log = open(true)) {
            log.require(List.of(ESTABLISHED));
            last = log.status().last();
            Files.move(file(), old);
            log.require(List.of(ESTABLISHED));
        }
        assertFits(old, file());
        AuditVerifier.Report alone = AuditVerifier.verify(List.of(file()), Optional.ofNullable(last), Optional.empty());
        assertTrue(alone.isGood(), alone.toString());
        assertEquals(2, alone.lines());
        assertFalse(AuditVerifier.verify(List.of(file()), Optional.empty(), Optional.empty())
                .isGood());
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file())));
    }

    @Test
    void aFileThatWasEmptiedGoesOnFromItsBegin() throws Exception {
        AuditCheckpoint last;
        try (AuditLog log = open(true)) {
            log.require(List.of(ESTABLISHED));
            last = log.status().last();
            Files.write(file(), new byte[0]);
            log.require(List.of(ESTABLISHED));
        }
        AuditVerifier.Report report =
                AuditVerifier.verify(List.of(file()), Optional.ofNullable(last), Optional.empty());
        assertTrue(report.isGood(), report.toString());
    }

    @Test
    void aFileOfAnotherNodeOrOfNoneIsRefused() throws IOException {
        open(false).close();
        ConfigurationException another = assertThrows(
                ConfigurationException.class,
                () -> AuditLog.open(
                        new AuditSettings("hub hank", Optional.of(file()), false), clock, new SecureRandom(), disk));
        assertTrue(another.getMessage().contains("it is of client carol"), another.getMessage());
        Files.writeString(file(), "no JSON\n", StandardOpenOption.APPEND);
        ConfigurationException none = assertThrows(ConfigurationException.class, () -> open(false));
        assertTrue(none.getMessage().contains("is none of an audit log"), none.getMessage());
        Files.delete(file());
        open(false).close();
    }

    @Test
    void twoNodesDoNotWriteOneFile() {
        try (AuditLog log = open(false)) {
            ConfigurationException failure = assertThrows(ConfigurationException.class, () -> open(false));
            assertTrue(failure.getMessage().contains("another process"), failure.getMessage());
            assertTrue(log.status().enabled());
        }
    }

    @Test
    void afterItsEndNothingIsDelivered() {
        AuditLog log = open(true);
        log.close();
        log.close();
        assertThrows(DskeException.class, () -> log.require(List.of(ESTABLISHED)));
        assertThrows(DskeException.class, log::requireWorking);
    }

    @Test
    void strangersCannotFillTheDisk() throws IOException {
        try (AuditLog log = open(false)) {
            for (int i = 0; i < 200; i++) {
                log.noteStranger(AuditEntry.of(AuditEvent.KEY_REFUSED));
            }
        }
        assertEquals(60, events().stream().filter("key-refused"::equals).count());
    }

    @Test
    void whoeverIsRefusedAgainAndAgainCannotFillItEitherNorTakeTheLinesOfOthers() throws IOException {
        try (AuditLog log = open(false)) {
            for (int i = 0; i < 2_000; i++) {
                log.noteRefusal("mallory", AuditEntry.of(AuditEvent.SHARE_REFUSED));
            }
            log.noteRefusal("sam", AuditEntry.of(AuditEvent.KEY_REFUSED));
        }
        assertEquals(60, events().stream().filter("share-refused"::equals).count());
        assertEquals(1, events().stream().filter("key-refused"::equals).count());
        assertTrue(Files.readString(file()).contains("\"left_out\":1940"), "it does not say how many were left out");
    }

    @Test
    void nameAfterNameFillsItNoFaster() throws IOException {
        try (AuditLog log = open(false)) {
            for (int i = 0; i < 5_000; i++) {
                log.noteRefusal("name " + i, AuditEntry.of(AuditEvent.KEY_REFUSED));
            }
        }
        assertEquals(600, events().stream().filter("key-refused"::equals).count());
    }

    @Test
    void withoutALogNothingIsRequired() {
        try (AuditLog off = AuditLog.off()) {
            off.note(ESTABLISHED);
            off.require(List.of(ESTABLISHED));
            off.requireWorking();
            assertEquals(new AuditStatus(false, false, false, 0, 0, null), off.status());
        }
    }
}
