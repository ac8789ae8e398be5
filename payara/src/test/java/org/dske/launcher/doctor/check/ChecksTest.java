package org.dske.launcher.doctor.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.StringReader;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.dske.launcher.ExitStatus;
import org.dske.launcher.doctor.check.Finding.Result;
import org.dske.launcher.psrd.PoolReport;
import org.dske.memory.MemoryExposure;
import org.dske.pki.CertificateEntry;
import org.dske.pki.CertificateEntry.Status;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each check, with facts that are made up. */
class ChecksTest {
    private static final Path DIRECTORY = Path.of("d");
    private static final MemoryExposure CLOSED = new MemoryExposure(false, false, false, false);

    /** The one thing that it finds, which says all of this. */
    private static Finding assertFinds(Result result, Check check, String... parts) {
        List<Finding> findings = check.findings();
        assertEquals(1, findings.size(), findings::toString);
        Finding finding = findings.getFirst();
        assertEquals(result, finding.result(), finding::toString);
        for (String part : parts) {
            assertTrue(finding.text().contains(part), finding::toString);
        }
        assertEquals(
                result == Result.SUCCESS, finding.advice().isEmpty(), "what to do is said if there is something to do");
        assertEquals(result == Result.FAILURE, finding.side() != ExitStatus.OK);
        return finding;
    }

    @ParameterizedTest
    @CsvSource({"17,FAILURE", "20,FAILURE", "21,SUCCESS", "24,WARNING", "25,SUCCESS", "26,WARNING", "29,SUCCESS"})
    void javaIsNewEnoughAndHasLongTermSupport(int feature, Result result) {
        assertFinds(result, new JavaCheck(feature, feature + ".0.1", Path.of("/jdk")), feature + ".0.1 of /jdk");
    }

    @Test
    void portsAreFreeOrTheirNodes() {
        PortCheck.Port free = new PortCheck.Port(1, "hub hank", false, Optional.empty(), false);
        PortCheck.Port held = new PortCheck.Port(2, "hub hugo", true, Optional.of("is in use by process 7"), true);
        assertFinds(Result.SUCCESS, new PortCheck(List.of(free, held)), "of 2 ports", "1 are in use", "1 are free");

        PortCheck.Port taken =
                new PortCheck.Port(3, "hub hal", false, Optional.of("is in use by process 7 (nc)"), false);
        assertFinds(
                Result.FAILURE, new PortCheck(List.of(free, taken)), "port 3 of hub hal is in use by process 7 (nc)");
        PortCheck.Port dumb = new PortCheck.Port(4, "hub hal", true, Optional.empty(), false);
        assertFinds(Result.FAILURE, new PortCheck(List.of(dumb)), "port 4 of hub hal is free, though the node runs");
    }

    @Test
    void aProcessMayHaveManyFilesOpen() {
        assertFinds(Result.SUCCESS, new OpenFilesCheck(OptionalLong.of(4096), List.of()), "4096");
        assertFinds(Result.SUCCESS, new OpenFilesCheck(OptionalLong.of(Long.MAX_VALUE), List.of()), "any number");
        assertFinds(Result.SUCCESS, new OpenFilesCheck(OptionalLong.empty(), List.of()), "does not tell");
        assertFinds(Result.WARNING, new OpenFilesCheck(OptionalLong.of(2048), List.of()), "only 2048");
        assertFinds(Result.FAILURE, new OpenFilesCheck(OptionalLong.of(256), List.of()), "only 256");
        assertFinds(
                Result.FAILURE,
                new OpenFilesCheck(
                        OptionalLong.of(4096),
                        List.of(
                                new OpenFilesCheck.Usage("hub hank", 4096, 300),
                                new OpenFilesCheck.Usage("hub hugo", 1024, 1000))),
                "hub hugo has 1000 of 1024");
    }

    private static CertificateEntry certificate(String kind, Status status, int days) {
        return new CertificateEntry(
                kind,
                "x",
                Path.of("x.crt"),
                status,
                Optional.of(new CertificateEntry.Contents(
                        "CN=x", List.of(), "1", Instant.EPOCH.plus(Duration.ofDays(days)), Duration.ofDays(days))));
    }

    private static CertificateCheck certificates(
            List<String> missing, List<String> mistakes, CertificateEntry... entries) {
        return new CertificateCheck(DIRECTORY, 1, missing, mistakes, List.of(entries));
    }

    @Test
    void certificatesCanBeUsed() {
        assertFinds(
                Result.SUCCESS, new CertificateCheck(DIRECTORY, 0, List.of(), List.of(), List.of()), "none are needed");
        assertFinds(
                Result.SUCCESS,
                certificates(
                        List.of(),
                        List.of(),
                        certificate("ca", Status.VALID, 3000),
                        certificate("kme", Status.VALID, 99)),
                "can be used, for 99 days or more");
        assertFinds(
                Result.WARNING,
                certificates(List.of(), List.of(), certificate("kme", Status.EXPIRING, 5)),
                "kme x ends in 5 days");
        Finding expired = assertFinds(
                Result.FAILURE,
                certificates(List.of(), List.of(), certificate("sae", Status.EXPIRED, -5)),
                "x.crt of sae x cannot be used (expired)");
        assertEquals("./dske pki renew sae x", expired.advice());
        assertTrue(assertFinds(
                        Result.FAILURE,
                        certificates(List.of(), List.of(), certificate("ca", Status.EXPIRED, -5)),
                        "of ca x cannot be used (expired)")
                .advice()
                .contains("pki init --force"));
        assertFinds(Result.FAILURE, certificates(List.of(), List.of("it is not for the host h")), "not for the host h");
        assertFinds(Result.WARNING, certificates(List.of("kme carol"), List.of()), "none yet of kme carol");
    }

    @Test
    void theClockIsRight() {
        Optional<Boolean> yes = Optional.of(true);
        assertFinds(
                Result.SUCCESS,
                new ClockCheck(yes, Map.of("hub hank", Duration.ofMillis(-900))),
                "synchronised, and 1 nodes");
        assertFinds(Result.WARNING, new ClockCheck(Optional.of(false), Map.of()), "is not synchronised");
        assertFinds(Result.WARNING, new ClockCheck(Optional.empty(), Map.of()), "cannot be told");
        assertFinds(
                Result.WARNING,
                new ClockCheck(yes, Map.of("hub hank", Duration.ofSeconds(-20))),
                "that of hub hank is 20 s behind");
        assertEquals(
                ExitStatus.OTHER_SIDE,
                assertFinds(
                                Result.FAILURE,
                                new ClockCheck(yes, Map.of("hub hank", Duration.ofHours(1))),
                                "that of hub hank is 3600 s ahead of")
                        .side());
    }

    private static DiskCheck disk(boolean isWritable, long mebibytes) {
        return new DiskCheck(List.of(new DiskCheck.Place(DIRECTORY, isWritable, mebibytes << 20)));
    }

    @Test
    void disksCanBeWrittenAndHaveRoom() {
        assertFinds(Result.SUCCESS, disk(true, 5000), "5000 MiB");
        assertFinds(Result.WARNING, disk(true, 500), "d has only 500 MiB left");
        assertFinds(Result.FAILURE, disk(true, 0), "d has only 0 MiB left");
        assertFinds(Result.FAILURE, disk(false, 5000), "d cannot be written");
    }

    private static PsrdCheck psrd(boolean isCarried, String peer, String pool) {
        return new PsrdCheck(List.of(new PsrdCheck.Pool(
                new PoolReport("carol", object(peer), object(pool.replace("}", ",'name':'hank/client'}"))),
                isCarried)));
    }

    private static JsonObject object(String text) {
        return Json.createReader(new StringReader(text.replace('\'', '"'))).readObject();
    }

    @Test
    void poolsAreWellSupplied() {
        String registered = "{'name':'hank','state':'registered'}";
        assertFinds(Result.SUCCESS, new PsrdCheck(List.of()), "no node tells of any");
        assertFinds(Result.SUCCESS, psrd(true, registered, "{'unused':9,'days_left':8.5}"), "none of 1 pools");
        assertFinds(Result.WARNING, psrd(true, registered, "{'unused':9,'days_left':3.9}"), "good for 3 days more");
        assertFinds(Result.SUCCESS, psrd(false, registered, "{'unused':9,'days_left':0.1}"), "none of 1 pools");
        assertFinds(
                Result.WARNING, psrd(true, registered, "{'unused':9,'low':true}"), "pool hank/client of carol is low");
        assertFinds(Result.FAILURE, psrd(false, registered, "{'unused':0}"), "pool hank/client of carol is empty");
        assertFinds(Result.WARNING, psrd(false, registered, "{'unused':9,'refused':2}"), "2 allocations refused");
        assertFinds(
                Result.FAILURE,
                psrd(true, "{'name':'hank','state':'unenrolled'}", "{'unused':0}"),
                "package of the hub");
        assertFinds(Result.SUCCESS, psrd(true, "{'name':'hank','state':'unreachable'}", "{'unused':9}"));
    }

    private static StoreCheck store(
            OptionalLong process, OptionalLong lockedBy, List<String> open, Optional<String> obstacle) {
        return new StoreCheck(List.of(new StoreCheck.Store("hub hank", DIRECTORY, process, lockedBy, open, obstacle)));
    }

    @Test
    void storesAreTheirNodesAlone() {
        OptionalLong none = OptionalLong.empty();
        OptionalLong seven = OptionalLong.of(7);
        assertFinds(Result.SUCCESS, new StoreCheck(List.of()), "none yet");
        assertFinds(Result.SUCCESS, store(seven, seven, List.of(), Optional.empty()), "all 1");
        assertFinds(Result.SUCCESS, store(none, none, List.of(), Optional.empty()), "all 1");
        assertFinds(Result.FAILURE, store(none, seven, List.of(), Optional.empty()), "in use by process 7");
        assertFinds(Result.FAILURE, store(OptionalLong.of(8), seven, List.of(), Optional.empty()), "by process 7");
        assertFinds(
                Result.FAILURE,
                store(none, none, List.of("d (rwxr-xr-x)"), Optional.empty()),
                "that of hub hank in d is open to others: d (rwxr-xr-x)");
        assertFinds(
                Result.FAILURE,
                store(none, none, List.of(), Optional.of("its key is not there")),
                "cannot be used: its key is not there");
    }

    @Test
    void thereAreRandomNumbers() {
        assertFinds(Result.SUCCESS, new RandomnessCheck(List.of(), List.of()));
        RandomnessCheck.Node well = new RandomnessCheck.Node("hub hank", true, "");
        assertFinds(Result.SUCCESS, new RandomnessCheck(List.of(well), List.of()), "all 1 nodes");
        RandomnessCheck.Node ill = new RandomnessCheck.Node("hub hugo", false, "the device is silent");
        assertFinds(
                Result.FAILURE,
                new RandomnessCheck(List.of(well, ill), List.of()),
                "hub hugo has none: the device is silent");
        assertFinds(
                Result.FAILURE,
                new RandomnessCheck(List.of(well), List.of("hub hank, /dev/qrng, cannot be read")),
                "hub hank, /dev/qrng, cannot be read");
    }

    @Test
    void keysStayInMemory() {
        assertFinds(Result.SUCCESS, new MemoryCheck(CLOSED, Map.of("hub hank", CLOSED)), "no crash leaves");
        assertFinds(
                Result.SUCCESS,
                new MemoryCheck(new MemoryExposure(true, false, true, true), Map.of("hub hank", CLOSED)),
                "nodes of ./dske leave no core dumps");
        assertFinds(Result.WARNING, new MemoryCheck(new MemoryExposure(false, true, null, null), Map.of()), "swap");
        assertFinds(
                Result.WARNING,
                new MemoryCheck(CLOSED, Map.of("hub hank", new MemoryExposure(true, false, false, false))),
                "hub hank: a crash may leave the keys in memory in a core file");
    }

    @Test
    void nobodyElseIsInTheLaboratory() {
        assertFinds(Result.SUCCESS, new LaboratoryCheck(List.of(), List.of()), "no node");
        assertFinds(Result.SUCCESS, new LaboratoryCheck(List.of("hub hank"), List.of()), "only this machine");
        assertFinds(
                Result.FAILURE,
                new LaboratoryCheck(List.of("hub hank", "hub hugo"), List.of("hub hugo")),
                "other machines reach hub hugo");
    }

    @Test
    void aFindingHasASideOnlyIfItIsAFailure() {
        assertEquals(ExitStatus.OK, Finding.success("x", "y").side());
        assertEquals(ExitStatus.OK, Finding.warning("x", "y", "z").side());
        assertEquals(ExitStatus.HERE, Finding.failure("x", "y", "z").side());
        assertFalse(Finding.failureOfNode("x", "y", "z").side() == ExitStatus.HERE);
    }
}
