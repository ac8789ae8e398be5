package org.dske.launcher.packaging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The units, as systemd itself sees them, where it is there. */
class SystemdTest {
    private static final String UNIT = "dske@.service";
    /** Of 0 to 100: what a unit is exposed to that may do no more than this one. */
    private static final int EXPOSURE = 20;

    @TempDir
    private Path directory;

    /** The same, but that its program is there. */
    @BeforeEach
    void write() throws IOException {
        String unit = Packaging.read("systemd/" + UNIT);
        Files.writeString(
                directory.resolve(UNIT),
                unit.replace("/opt/dske/dske", Packaging.HOME.resolve("dske").toString()));
        Path more = Files.createDirectories(directory.resolve("dske@hank.service.d"));
        for (String drop : List.of("store-key.conf", "random-device.conf")) {
            Files.writeString(more.resolve(drop), Packaging.read("systemd/" + drop));
        }
    }

    private static List<String> values(String unit, String key) {
        return unit.lines()
                .filter(line -> line.startsWith(key + "="))
                .map(line -> line.substring(key.length() + 1))
                .toList();
    }

    @Test
    void itRunsTheNodeThatItIsNamedAfterAsContainersDo() {
        String unit = Packaging.read("systemd/" + UNIT);
        List<String> command = Packaging.dockerCommand("ENTRYPOINT");
        assertEquals(
                List.of(String.join(" ", command).replace("/etc/dske/", "/etc/dske/%i/") + " %i"),
                values(unit, "ExecStart"));
        assertEquals(List.of("0"), values(unit, "MemorySwapMax"));
        assertEquals(List.of("0"), values(unit, "LimitCORE"));
        assertEquals(List.of("strict"), values(unit, "ProtectSystem"));
        assertEquals(List.of("143"), values(unit, "SuccessExitStatus"));
        assertEquals(
                List.of(Packaging.dockerLine("VOLUME")),
                values(unit, "StateDirectory").stream()
                        .map(name -> "/var/lib/" + name)
                        .toList());
    }

    @Test
    void systemdUnderstandsEveryLine() throws Exception {
        assertEquals(
                "0 ",
                analyze(
                        "verify",
                        "--man=no",
                        directory.resolve("dske@hank.service").toString()));
    }

    @Test
    void itIsExposedToLittle() throws Exception {
        Files.delete(directory.resolve("dske@hank.service.d/random-device.conf"));
        String said = analyze(
                "security",
                "--offline=true",
                "--threshold=" + EXPOSURE,
                "--no-pager",
                directory.resolve("dske@hank.service").toString());
        assertTrue(said.startsWith("0 "), said);
    }

    private String analyze(String... arguments) throws Exception {
        Assumptions.assumeTrue(
                Stream.of(System.getenv("PATH").split(":", -1))
                        .anyMatch(path -> Files.isExecutable(Path.of(path, "systemd-analyze"))),
                "there is no systemd");
        Process process = new ProcessBuilder(Stream.concat(Stream.of("systemd-analyze"), Stream.of(arguments))
                        .toList())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return process.waitFor() + " " + said;
    }
}
