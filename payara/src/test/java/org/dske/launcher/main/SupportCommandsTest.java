package org.dske.launcher.main;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.dske.key.NodeName;
import org.dske.launcher.network.FreePorts;
import org.dske.store.NodeStore;
import org.dske.store.StoreSettings;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands logs, watch, debug and completion, while no node runs. */
class SupportCommandsTest extends LauncherRun {
    @TempDir
    @SuppressWarnings("NullAway.Init") // Set by JUnit.
    private Path directory;

    @SuppressWarnings("NullAway.Init") // Set before each test.
    private Path topology;

    private String settingsOfHugo = "store: memory";

    @BeforeEach
    void writeTopology() throws Exception {
        List<Integer> ports = FreePorts.take(4);
        topology = Files.writeString(directory.resolve("topology.yaml"), """
                k: 2
                pki: pki
                # the token of somebody's remark
                hubs:
                  - {name: hank, port: %d}
                  - {name: hugo, port: %d, settings: {%s}}
                  - {name: far, url: "http://127.0.0.1:9/hub/far"}
                clients: [{name: carol, instances: [{name: a, port: %d}, {name: b, port: %d}], encryptors: [sam]}]
                """.formatted(
                        ports.get(0), ports.get(1), settingsOfHugo, ports.get(2), ports.get(3)));
    }

    private int run(String... arguments) {
        List<String> all =
                new ArrayList<>(List.of("--topology", topology.toString(), "--state-directory", state().toString()));
        all.addAll(List.of(arguments));
        return execute(all.toArray(String[]::new));
    }

    private Path state() {
        return directory.resolve("state");
    }

    private void log(String node, String text) throws Exception {
        Path file = state().resolve(node).resolve("node.log");
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    @ParameterizedTest
    @CsvSource({"hank,hank", "hub/hank,hank", "carol/a,carol-a", "client/carol/a,carol-a"})
    void aNodesLogIsShownByItsName(String name, String node) throws Exception {
        log(node, "one\ntwo\nthree");
        assertEquals(0, run("logs", name), err::toString);
        assertEquals("one\ntwo\nthree\n", out.toString());
        assertEquals(0, run("logs", name, "-n", "1"), err::toString);
        assertEquals("three\n", out.toString());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "logs hank | there is no log ",
                "logs hans | there is no node 'hans' in the topology; there are far, hank, hugo, carol/a, carol/b",
                "logs client/hank | there is no node 'hank' in the topology; there are carol/a, carol/b",
                "logs carol | carol has several machines: name one of carol/a, carol/b",
                "logs far | hub far runs elsewhere, at http://127.0.0.1:9/hub/far: its log is there",
                "logs hank -n -1 | --lines must be 0 or more, and is -1",
                "logs | Missing required parameter: 'NODE'",
                "watch --interval 0 | --interval must be 0.1 or more, and no more than a day, and is 0.0",
                "watch --interval NaN | --interval must be 0.1 or more, and no more than a day, and is NaN",
                "debug | Missing required option: '--out=FILE'",
                "completion fish | Invalid value for positional parameter at index 0 (SHELL)"
            })
    void whatCannotBeDoneIsAMistakeOfOneLine(String command, String message) {
        assertEquals(1, run(command.split(" ")));
        assertOneLine("dske: " + message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"bash", "zsh"})
    void aShellCompletesCommandsAndOptions(String shell) throws Exception {
        assertEquals(0, run("completion", shell));
        Path script = Files.writeString(directory.resolve("completion"), out.toString());
        assertEquals(List.of("doctor"), complete(script, "./dske", "doc"));
        assertEquals(List.of("--single-process"), complete(script, "./dske", "start", "--sin"));
        assertEquals(List.of("get-key-pair"), complete(script, "./dske", "etsi-qkd", "sam", "sofia", "get-key-p"));
    }

    /** What bash makes of the words of a command line. */
    private static List<String> complete(Path script, String... words) throws Exception {
        String line = "source '" + script + "'; COMP_WORDS=(" + String.join(" ", words) + "); COMP_CWORD="
                + (words.length - 1) + "; COMP_LINE=\"${COMP_WORDS[*]}\"; COMP_POINT=${#COMP_LINE}; _complete_dske; "
                + "printf '%s\\n' \"${COMPREPLY[@]}\"";
        // Called by hand, it says so.
        Process bash = new ProcessBuilder("bash", "-c", line)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String answer = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, bash.waitFor(), answer);
        return answer.lines().map(String::strip).toList();
    }

    @Test
    void aSupportBundleHasWhatHelpsAndNoSecret() throws Exception {
        Map<String, String> secrets = plantSecrets();
        Path file = directory.resolve("bundle.zip");

        assertEquals(0, run("debug", "--out", file.toString()), err::toString);

        Map<String, String> entries = entries(file);
        assertEquals(
                List.of(
                        "versions.txt",
                        "topology.json",
                        "doctor.json",
                        "hub-far/state.json",
                        "hub-hank/state.json",
                        "hub-hank/node.log",
                        "hub-hugo/state.json",
                        "client-carol-a/state.json",
                        "client-carol-b/state.json"),
                List.copyOf(entries.keySet()));
        assertTrue(entries.get("hub-hank/node.log").contains("it starts"));
        assertTrue(entries.get("topology.json").contains("\"dske.store\":\"memory\""));
        entries.forEach((name, text) -> secrets.forEach(
                (what, secret) -> assertFalse(text.contains(secret), () -> "the " + what + " is in " + name)));
        assertEquals("[OWNER_READ, OWNER_WRITE]", sorted(file));
        assertEquals(1, run("debug", "--out", file.toString()));
        assertOneLine("dske: cannot write " + file + ": there is a file of that name");
    }

    @Test
    void whatIsRevealedForStudyIsInNoSupportBundle() throws Exception {
        String status = "{\"name\":\"hank\",\"ready\":true,\"clients\":[{\"pools\":["
                + "{\"name\":\"carol\",\"blocks\":[{\"size\":7,\"first_bytes\":\"c2VjcmV0\"}]}]}]}";
        Path file = directory.resolve("bundle.zip");
        try (FakeNode hank = new FakeNode("Sun, 29 Nov 2026 03:00:00 GMT", status)) {
            Files.writeString(topology, """
                    k: 2
                    settings: {laboratory: true}
                    hubs: [{name: hank, port: %d}, {name: hugo}]
                    """.formatted(hank.port()));
            assertEquals(0, run("--hub", "hank", "debug", "--json", "--out", file.toString()), err::toString);
        }
        String state = entries(file).get("hub-hank/state.json");
        assertTrue(state.contains("\"size\":7"), state);
        assertFalse(state.contains("first_bytes"), state);
        assertFalse(state.contains("c2VjcmV0"), state);
        assertTrue(
                out.toString().startsWith("{\"file\":\"" + file + "\",\"entries\":[\"versions.txt\""), out.toString());
    }

    private static String sorted(Path file) throws Exception {
        return Files.getPosixFilePermissions(file).stream().sorted().toList().toString();
    }

    /** Where they are kept, and, as if something had gone wrong, in a log. */
    private Map<String, String> plantSecrets() throws Exception {
        byte[] psrd = new byte[64];
        byte[] key = new byte[32];
        byte[] token = new byte[32];
        SecureRandom random = new SecureRandom();
        random.nextBytes(psrd);
        random.nextBytes(key);
        random.nextBytes(token);
        settingsOfHugo = "store: memory, store.key-file: /run/the-key-of-hugo, store.shares:"
                + " 'jdbc:postgresql://db/hugo?user=dske&password=rumpelstiltskin'";
        writeTopology();
        Path store = state().resolve("hank").resolve("store");
        NodeStore.open(
                        new StoreSettings("hub", new NodeName("hank"), Optional.of(store), Optional.empty()),
                        Clock.systemUTC(),
                        random)
                .close();
        Map<String, String> secrets = new LinkedHashMap<>();
        secrets.put(
                "key of the store", Files.readString(store.resolve("store.key")).strip());
        secrets.put("token", Base64.getUrlEncoder().withoutPadding().encodeToString(token));
        Files.writeString(state().resolve("hank").resolve("management.token"), secrets.get("token") + "\n");
        secrets.put("password of PKCS#12 files", "open sesame of " + UUID.randomUUID());
        Files.createDirectories(directory.resolve("pki").resolve("sae"));
        Files.writeString(
                directory.resolve("pki").resolve("password"), secrets.get("password of PKCS#12 files") + "\n");
        secrets.put(
                "encryptor's private key",
                Base64.getMimeEncoder().encodeToString(psrd).lines().findFirst().orElseThrow());
        Files.writeString(
                directory.resolve("pki").resolve("sae").resolve("sam.key"),
                "-----BEGIN PRIVATE KEY-----\n" + secrets.get("encryptor's private key")
                        + "\n-----END PRIVATE KEY-----\n");
        secrets.put("key for an encryptor", Base64.getEncoder().encodeToString(key));
        secrets.put("PSRD", HexFormat.of().formatHex(psrd));
        secrets.put("password of a database", "rumpelstiltskin");
        secrets.put("file of a key", "/run/the-key-of-hugo");
        secrets.put("remark in the topology", "the token of somebody's remark");
        StringBuilder log = new StringBuilder("it starts\n");
        secrets.forEach((what, secret) -> {
            if (!what.startsWith("file") && !what.startsWith("remark")) {
                log.append("the ")
                        .append(what)
                        .append(what.contains("database") ? ": password=" : " is ")
                        .append(secret)
                        .append('\n');
            }
        });
        Files.writeString(
                state().resolve("hank").resolve("node.log"), log, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        return secrets;
    }

    private static Map<String, String> entries(Path file) throws Exception {
        Map<String, String> entries = new LinkedHashMap<>();
        try (InputStream in = Files.newInputStream(file);
                ZipInputStream zip = new ZipInputStream(in)) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                entries.put(entry.getName(), new String(zip.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        return entries;
    }
}
