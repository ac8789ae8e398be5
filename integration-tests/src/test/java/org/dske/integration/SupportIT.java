package org.dske.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.dske.launcher.etsi.DeliveredKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What helps to run a network, on one that runs. */
@ExtendWith(SharedNetwork.class)
class SupportIT {
    private final LaunchedNetwork network;

    SupportIT(LaunchedNetwork network) {
        this.network = network;
    }

    private static JsonObject json(Launcher.Result result) {
        return Json.createReader(new StringReader(result.out())).readObject();
    }

    @Test
    void theDoctorFindsNoFailureInAHealthyNetwork() {
        JsonObject diagnosis = json(network.run("doctor", "--json"));
        assertEquals(0, diagnosis.getInt("failure"), diagnosis::toString);
        for (String check : List.of("nodes", "ports", "store", "disk", "randomness", "laboratory")) {
            assertTrue(
                    diagnosis.getJsonArray("findings").getValuesAs(JsonObject.class).stream()
                            .filter(finding -> finding.getString("check").equals(check))
                            .allMatch(finding -> finding.getString("result").equals("success")),
                    () -> check + ": " + diagnosis);
        }
    }

    @Test
    void theDoctorNamesANodeThatIsDownAndThatIsTheOtherSides() {
        Node hank = network.node("hank");
        network.stop(hank);
        try {
            Launcher.Result result = network.launcher().run("doctor");
            assertEquals(2, result.status(), result::toString);
            assertTrue(result.out().contains("hub hank is stopped"), result::toString);
            assertTrue(result.out().contains("-> ./dske --hub hank start"), result::toString);
        } finally {
            network.start(hank);
        }
    }

    @Test
    void aNodeTellsInItsLog() {
        Launcher.Result result = network.run("logs", "hub/hank", "-n", "500");
        assertTrue(result.out().contains("client carol registered"), result::toString);
    }

    @Test
    void aSupportBundleHasNoneOfTheSecretsThatThereAre(@TempDir Path directory) throws Exception {
        DeliveredKey key = network.encryptor("sam").keyPair(network.encryptor("sofia"));
        Path bundle = directory.resolve("bundle.zip");
        network.run("debug", "--out", bundle.toString());
        String all = text(bundle);
        assertTrue(all.contains("client carol registered"));
        assertFalse(all.contains(key.key()), "a key is in the bundle");
        for (Path file : secrets()) {
            String secret = Files.readString(file, StandardCharsets.ISO_8859_1).strip();
            assertFalse(all.contains(secret), () -> file + " is in the bundle");
        }
    }

    private List<Path> secrets() throws IOException {
        try (Stream<Path> files = Files.walk(network.launcher().state().path())) {
            List<Path> secrets = files.filter(file -> file.toString().matches(".*(\\.token|store\\.key)"))
                    .toList();
            assertTrue(secrets.size() >= 3 * network.nodes().size(), secrets::toString);
            return secrets;
        }
    }

    private static String text(Path bundle) throws IOException {
        List<String> texts = new ArrayList<>();
        try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(bundle))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                texts.add(new String(zip.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        return String.join("\n", texts);
    }
}
