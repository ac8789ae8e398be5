package org.dske.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.dske.launcher.server.StateDirectory;
import org.dske.launcher.topology.TopologyNode;
import org.dske.launcher.topology.TopologyReader;
import org.dske.testing.Await;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The archive of {@code ./dske dist}, unpacked where nothing was ever built: it runs on a Java runtime without a compiler, without Maven, and
 * as somebody who can write nothing there, which is another user where the tests run as root.
 */
class DistributionIT {
    /** What runtimes have, and is asked of them. */
    private static final String MODULES =
            "java.se,jdk.crypto.ec,jdk.management,jdk.naming.dns,jdk.net,jdk.security.auth,jdk.unsupported,jdk.zipfs";

    private static final String NOBODY = "65534";
    private static final Duration LIMIT = Duration.ofMinutes(5);

    @TempDir
    private Path directory;

    private Path topology;
    private StateDirectory state;
    private Path home;
    private Path output;

    @BeforeEach
    void unpack() throws Exception {
        permit(directory);
        topology = Files.writeString(directory.resolve("topology.yaml"), """
                k: 2
                base-port: %d
                settings: {laboratory: true}
                hubs: [{name: hank}, {name: helen}]
                clients: [{name: carol, encryptors: [sam]}, {name: connie, encryptors: [sofia]}]
                """.formatted(FreePorts.row(4)));
        state = new StateDirectory(directory.resolve("state"));
        output = directory.resolve("output");
        Path archive = directory.resolve("dske.tar.gz");
        Launcher.Result made = new Launcher(topology, state).run("dist", "--out", archive.toString());
        assertEquals(0, made.status(), made::toString);
        Path opt = Files.createDirectory(directory.resolve("opt"));
        tool("tar", "--extract", "--file", archive.toString(), "--directory", opt.toString());
        try (Stream<Path> unpacked = Files.list(opt)) {
            home = unpacked.toList().getFirst();
        }
        String jlink = Path.of(System.getProperty("java.home"), "bin", "jlink").toString();
        tool(
                jlink,
                "--add-modules",
                MODULES,
                "--output",
                directory.resolve("jre").toString());
        for (String builder : List.of("mvn", "javac")) {
            Path tool = directory.resolve("tools").resolve(builder);
            Files.createDirectories(tool.getParent());
            permit(Files.writeString(tool, "#!/bin/sh\necho \"$0 was run\"; exit 1\n"));
        }
    }

    private static void permit(Path file) throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static void tool(String... command) {
        Launcher.Result result = Launcher.run(List.of(command));
        assertEquals(0, result.status(), result::toString);
    }

    /** Starts the archive's own script, with nothing in its environment but that runtime, and tools that are not to be used. */
    private Process start(List<String> as, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(as);
        command.addAll(List.of(
                home.resolve("dske").toString(),
                "--topology",
                topology.toString(),
                "--state-directory",
                state.path().toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().clear();
        builder.environment()
                .putAll(Map.of(
                        "PATH",
                        directory.resolve("tools") + ":/usr/bin:/bin",
                        "JAVA_HOME",
                        directory.resolve("jre").toString()));
        return builder.start();
    }

    private String run(List<String> as, String... arguments) throws IOException {
        int status = Await.exit(start(as, arguments), LIMIT);
        String said = Files.readString(output);
        assertEquals(0, status, said);
        assertFalse(said.contains("was run"), said);
        return said;
    }

    /** Who can write nothing but in the state directory: what goes before a command of his. */
    private List<String> other() throws IOException {
        Files.createDirectory(state.path());
        if (!System.getProperty("user.name").equals("root")) {
            tool("chmod", "-R", "a-w", home.toString());
            return List.of();
        }
        tool("chown", NOBODY + ":" + NOBODY, state.path().toString());
        return List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups", "--no-new-privs");
    }

    @Test
    void whatIsPreparedOnceRunsAsSomebodyWhoCanWriteNothingThere() throws Exception {
        // The class archive takes a minute or two, and is made for other tests as well: here it cannot be made, which
        // is no reason to stop.
        Files.createDirectory(home.resolve("runtime/classes.lock"));
        String prepared = run(List.of(), "prepare");
        assertTrue(prepared.endsWith("the server is unpacked\n"), prepared);
        List<String> other = other();

        String demo = run(other, "demo", "--single-process");

        assertTrue(demo.contains("the keys match"), demo);
        aNodeInTheForegroundIsItsServerAndStopsInGoodOrder(other);
    }

    private void aNodeInTheForegroundIsItsServerAndStopsInGoodOrder(List<String> other) throws Exception {
        TopologyNode first = TopologyReader.read(topology).nodes().getFirst();
        Node hank = new Node(first, state);
        Process process = start(other, "run", "hank");
        try {
            Await.until(Await.LONG, () -> {
                String said = Files.readString(output);
                assertTrue(said.contains("hub hank is ready"), said);
            });
            Await.until(Await.LONG, hank::assertReady);
            assertEquals(process.pid(), hank.pid());

            process.destroy();

            assertEquals(143, Await.exit(process, LIMIT));
            assertTrue(hank.auditLog().getLast().contains("node-stopped"), hank.auditLog()::toString);
            assertFalse(Files.exists(StateDirectory.log(state.of(first))), "a log beside that of the service manager");
        } finally {
            process.destroyForcibly();
        }
    }
}
