package org.dske.launcher.main;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The agent between a KME and programs that only note what they are asked. */
class AgentCommandTest extends LauncherRun {
    private static final String KEY = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
    private static final String TOLD = "told";

    private final List<String> requests = new CopyOnWriteArrayList<>();
    private volatile String refusal = "";
    private volatile String keyId = id(1);

    @SuppressWarnings("NullAway.Init") // Set before each test.
    private HttpServer kme;

    @TempDir
    @SuppressWarnings("NullAway.Init") // Set by JUnit.
    private Path directory;

    @BeforeEach
    void startKme() throws Exception {
        kme = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        kme.createContext("/", this::answer);
        kme.start();
    }

    @AfterEach
    void stopKme() {
        kme.stop(0);
    }

    private static String id(int number) {
        return "00000000-0000-4000-8000-00000000000" + number;
    }

    private void answer(HttpExchange exchange) throws IOException {
        requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " of "
                + exchange.getRequestHeaders().getFirst("Authorization"));
        boolean refused =
                !refusal.isEmpty() && exchange.getRequestURI().getPath().endsWith(refusal);
        String body = refused
                ? "{\"message\":\"SAE is not authorised to get this key\"}"
                : "{\"keys\":[{\"key\":\"" + KEY + "\",\"key_ID\":\"" + keyId + "\"}]}";
        exchange.sendResponseHeaders(refused ? 401 : 200, body.length());
        exchange.getResponseBody().write(body.getBytes(StandardCharsets.UTF_8));
        exchange.close();
    }

    private Path file(String name) {
        return directory.resolve(name);
    }

    private List<String> arguments(String what, String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "agent",
                what,
                "--master",
                "gw-a",
                "--slave",
                "gw-b",
                "--url",
                "http://localhost:" + kme.getAddress().getPort() + "/"));
        arguments.addAll(List.of(more));
        return arguments;
    }

    private int agent(String what, String... more) {
        return execute(arguments(what, more).toArray(String[]::new));
    }

    private String tell() {
        return "echo >>" + file(TOLD);
    }

    @Test
    void aKeyIsInTheFileOfItsOwnerWhenTheOtherEndWasTold() throws Exception {
        assertEquals(0, agent("renew", "--tell", tell(), "--file", file("key").toString()), err::toString);
        assertEquals("key " + id(1) + " is used\n", out.toString());
        assertEquals(KEY + "\n", Files.readString(file("key")));
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file("key"))));
        assertEquals(id(1), Files.readString(file(TOLD)).strip());
        assertEquals(List.of("GET /api/v1/keys/gw-b/enc_keys?number=1 of gw-a"), requests);
    }

    @ParameterizedTest
    @CsvSource({"hex", "raw"})
    void aFileHasTheKeyAsItIsWanted(String format) throws Exception {
        assertEquals(0, agent("fetch", "--file", file("key").toString(), "--format", format, id(1)), err::toString);
        byte[] key = Base64.getDecoder().decode(KEY);
        assertEquals(
                format.equals("hex")
                        ? HexFormat.of().formatHex(key) + "\n"
                        : new String(key, StandardCharsets.ISO_8859_1),
                Files.readString(file("key"), StandardCharsets.ISO_8859_1));
        assertEquals(List.of("GET /api/v1/keys/gw-a/dec_keys?key_ID=" + id(1) + " of gw-b"), requests);
    }

    @Test
    void aCommandGetsTheKeyOnItsStandardInputAlone() throws Exception {
        String command = "cat >" + file("key") + "; echo $DSKE_KEY_ID >" + file("id") + "; cat /proc/self/environ >"
                + file("environment");
        assertEquals(0, agent("fetch", "--command", command, "--json", id(1)), err::toString);
        assertEquals(KEY + "\n", Files.readString(file("key")));
        assertEquals(id(1) + "\n", Files.readString(file("id")));
        assertFalse(Files.readString(file("environment"), StandardCharsets.ISO_8859_1)
                .contains(KEY));
        assertEquals("{\"key_ID\":\"" + id(1) + "\",\"state\":\"loaded\"}\n", out.toString());
    }

    @Test
    void anEndThatDoesNotGetTheKeyLeavesEverythingAsItWas() throws Exception {
        assertEquals(2, agent("renew", "--tell", "false", "--file", file("key").toString()));
        assertOneLine("dske: the other end did not get key " + id(1) + ": both go on with the one before (");
        assertFalse(Files.exists(file("key")));
    }

    @Test
    void aKeyThatIsNotTakenIsNamedAndNotShown() {
        assertEquals(1, agent("fetch", "--command", "exit 3", id(1)));
        assertEquals("dske: the key " + id(1) + " is not taken: /bin/sh ends with status 3\n", err.toString());
    }

    @Test
    void aKmeThatRefusesIsQuoted() {
        refusal = "enc_keys";
        assertEquals(2, agent("renew", "--tell", tell(), "--file", file("key").toString()));
        assertOneLine("dske: the KME of gw-a answers 401: SAE is not authorised to get this key");
        assertFalse(Files.exists(file(TOLD)));
    }

    @Test
    void anotherKeyThanThatOfTheIdIsNotLoaded() {
        keyId = id(2);
        assertEquals(2, agent("fetch", "--file", file("key").toString(), id(1)));
        assertEquals("dske: the KME gave another key than " + id(1) + "\n", err.toString());
        assertFalse(Files.exists(file("key")));
    }

    @Test
    void whatIsNoKeyIdBecomesNoPartOfACommandOrARequest() {
        for (String wrong : List.of("x; reboot", "../../etc/passwd", "1-1-1-1-1", "")) {
            assertEquals(1, agent("fetch", "--file", file("key").toString(), wrong));
            assertEquals("dske: '" + wrong + "' is no key ID\n", err.toString());
        }
        assertEquals(List.of(), requests);
        keyId = "$(reboot)";
        assertEquals(1, agent("renew", "--tell", tell(), "--file", file("key").toString()));
        assertEquals("dske: '$(reboot)' is no key ID\n", err.toString());
        assertFalse(Files.exists(file(TOLD)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | one of --file, --command, --wireguard and --strongswan says what the keys are for",
                "--file=a --command=b | one of --file, --command, --wireguard and --strongswan says what the keys are for",
                "--wireguard=wg0 | --wireguard needs --wireguard-peer",
                "--strongswan=../x | a connection and a CHILD SA have names such as site-1",
                "--file=a --cert=b | --cert and --key are needed both or none",
            })
    void whatIsMissingIsSaid(String options, String message) {
        String[] more = Stream.concat(
                        Stream.of(options.split(" ", -1)).filter(option -> !option.isEmpty()), Stream.of(id(1)))
                .toArray(String[]::new);
        assertEquals(1, agent("fetch", more));
        assertEquals("dske: " + message + "\n", err.toString());
    }

    @Test
    void bothGatewaysOfStrongswanLoadTheKeyUnderItsIdBeforeTheTunnelIsSetUpAnew() throws Exception {
        tool("swanctl", """
                echo "$GATEWAY: $*" >>"$(dirname "$0")/calls"
                [ "$1" != --list-sas ] || echo 'site: #7, ESTABLISHED, IKEv2, 1_i* 2_r'
                """);
        for (int i = 1; i <= 3; i++) {
            keyId = id(i);
            Files.deleteIfExists(file("calls"));
            String fetch = "GATEWAY=b "
                    + String.join(
                            " ",
                            program(arguments(
                                    "fetch",
                                    "--strongswan",
                                    "site",
                                    "--directory",
                                    file("b").toString())));
            assertEquals(
                    "0 key " + keyId + " is used",
                    run(
                            "GATEWAY",
                            "a",
                            program(arguments(
                                    "renew",
                                    "--tell",
                                    fetch,
                                    "--strongswan",
                                    "site",
                                    "--child",
                                    "net",
                                    "--directory",
                                    file("a").toString()))));
            assertEquals(
                    List.of(
                            "b: --load-creds --noprompt",
                            "a: --load-creds --noprompt",
                            "a: --list-sas --ike site",
                            "a: --load-conns",
                            "a: --initiate --ike site --child net --timeout 30",
                            "a: --terminate --ike-id 7 --timeout 10"),
                    Files.readAllLines(file("calls")));
        }
        for (String gateway : List.of("a", "b")) {
            Path site = file(gateway).resolve("site");
            Path key = site.resolve("key-" + id(3) + ".conf");
            assertTrue(Files.readString(key).contains("secret = 0s" + KEY), "the key itself");
            assertTrue(Files.readString(key).contains("id = " + id(3)), "its identity");
            assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(key)));
            try (Stream<Path> files = Files.list(site)) {
                assertEquals(
                        List.of("key-" + id(2) + ".conf", "key-" + id(3) + ".conf"),
                        files.map(file -> file.getFileName().toString())
                                .filter(name -> name.startsWith("key-"))
                                .sorted()
                                .toList(),
                        "the latest and the one before");
            }
        }
        assertTrue(Files.readString(file("a/site/connection.conf")).contains("ppk_id = " + id(3)));
        assertFalse(Files.exists(file("b/site/connection.conf")));
    }

    @Test
    void wireguardGetsThePresharedKeyOfAPeer() throws Exception {
        tool("wg", "echo \"$*\" >\"$(dirname \"$0\")/calls\"; cat >\"$(dirname \"$0\")/key\"\n");
        assertEquals(
                "0 key " + id(1) + " is loaded",
                run(
                        "GATEWAY",
                        "b",
                        program(arguments("fetch", "--wireguard", "wg0", "--wireguard-peer", "PUBLIC", id(1)))));
        assertEquals("set wg0 peer PUBLIC preshared-key /dev/stdin\n", Files.readString(file("calls")));
        assertEquals(KEY + "\n", Files.readString(file("key")));
    }

    private void tool(String name, String script) throws IOException {
        Path tool = Files.writeString(file(name), "#!/bin/sh\n" + script);
        Files.setPosixFilePermissions(tool, PosixFilePermissions.fromString("rwx------"));
    }

    /** The launcher in a process of its own, whose programs are looked for in the test's directory first. */
    private static List<String> program(List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                Main.class.getName()));
        command.addAll(arguments);
        return command;
    }

    private String run(String name, String value, List<String> command) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("PATH", directory + ":" + System.getenv("PATH"));
        builder.environment().put(name, value);
        Process process = builder.start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return process.waitFor() + " " + output.strip();
    }
}
