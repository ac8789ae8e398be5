package org.dske.launcher.main;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.dske.auditlog.AuditEntry;
import org.dske.auditlog.AuditEvent;
import org.dske.auditlog.AuditLog;
import org.dske.auditlog.AuditSettings;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command audit verify, with the logs of nodes that do not run. */
class AuditCommandTest extends LauncherRun {
    @TempDir
    @SuppressWarnings("NullAway.Init") // Set by JUnit.
    private Path directory;

    @BeforeEach
    void makeLogs() throws Exception {
        Files.writeString(directory.resolve("topology.yaml"), """
                k: 2
                base-port: 10
                hubs: [{name: hank}, {name: hugo}, {name: far, url: "http://127.0.0.1:9/hub/far"}]
                clients: [{name: carol, encryptors: [sam]}]
                """);
        for (String node : List.of("hub hank", "hub hugo", "client carol")) {
            AuditSettings settings =
                    new AuditSettings(node, Optional.of(file(node.substring(node.indexOf(' ') + 1))), false);
            try (AuditLog log = AuditLog.open(settings, InstantSource.system(), new SecureRandom())) {
                log.note(AuditEntry.of(AuditEvent.ADMINISTRATION));
            }
        }
    }

    private Path file(String node) {
        return directory.resolve("state").resolve(node).resolve("audit.jsonl");
    }

    private int run(String... arguments) {
        List<String> all = new ArrayList<>(List.of(
                "--topology",
                directory.resolve("topology.yaml").toString(),
                "--state-directory",
                directory.resolve("state").toString()));
        all.addAll(List.of(arguments));
        return execute(all.toArray(String[]::new));
    }

    private JsonObject log(int number) {
        return Json.createReader(new StringReader(out.toString()))
                .readObject()
                .getJsonArray("logs")
                .getJsonObject(number);
    }

    @Test
    void theLogsOfAllNodesHereFit() {
        assertEquals(0, run("audit", "verify"), out + "" + err);
        assertEquals(3, out.toString().lines().count());
        assertTrue(out.toString().startsWith("hub hank: 4 lines fit; the last is 4:"), out.toString());
    }

    @Test
    void aLineThatWasNotedIsExpected() {
        assertEquals(0, run("--client", "carol", "audit", "verify", "--json"));
        String last = log(0).getString("last");
        assertTrue(log(0).getBoolean("good"));
        assertEquals(0, run("--client", "carol", "audit", "verify", "--expect", last), out + "" + err);
        assertEquals(1, run("--hub", "hank", "audit", "verify", "--expect", last));
        assertTrue(out.toString().contains("another one than expected"), out.toString());
        assertEquals(1, run("audit", "verify", "--expect", last));
        assertOneLine("dske: --from and --expect are of one log");
        assertEquals(1, run("--client", "carol", "audit", "verify", "--expect", "4:x"));
        assertTrue(err.toString().contains("is no checkpoint"), err.toString());
    }

    @Test
    void aLineThatIsMissingIsNamed() throws Exception {
        List<String> lines = new ArrayList<>(Files.readAllLines(file("hugo")));
        lines.remove(2);
        Files.write(file("hugo"), lines);
        assertEquals(1, run("audit", "verify"));
        assertTrue(
                out.toString().contains("hub hugo: " + file("hugo") + ", line 3: lines are missing before it"),
                out.toString());
        assertEquals(1, run("audit", "verify", "--json"));
        assertTrue(log(0).getBoolean("good"));
        assertFalse(log(1).getBoolean("good"));
        assertEquals(3, log(1).getJsonObject("fault").getInt("line"));
    }

    @Test
    void filesThatWereMovedAreOneChain() throws Exception {
        List<String> lines = Files.readAllLines(file("carol"));
        Path old = Files.write(directory.resolve("old"), lines.subList(0, 2));
        Path now = Files.write(directory.resolve("now"), lines.subList(2, 4));
        assertEquals(0, run("audit", "verify", old.toString(), now.toString()), out + "" + err);
        assertEquals(1, run("audit", "verify", now.toString()));
        assertEquals(0, run("audit", "verify", "--json", old.toString()));
        assertEquals(0, run("audit", "verify", "--from", log(0).getString("last"), now.toString()), out + "" + err);
    }

    @Test
    void whatIsNotThereIsSaid() throws Exception {
        Files.delete(file("hank"));
        assertEquals(1, run("--hub", "hank", "audit", "verify"));
        assertTrue(out.toString().contains("there is no such file"), out.toString());
        assertEquals(1, run("audit"));
        assertOneLine("dske: what to do is missing: verify");
    }
}
