package org.dske.launcher.scripts;

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
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code scripts/strongswan-ppk} between a KME and a swanctl that only note what they are asked. */
class StrongswanPpkTest {
    private static final Path SCRIPT =
            Path.of("..", "scripts", "strongswan-ppk").toAbsolutePath();
    private static final String KEY = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

    private final List<String> requests = new CopyOnWriteArrayList<>();
    private volatile String refusal = "";
    private volatile String keyId = id(1);
    private HttpServer kme;

    @TempDir
    private Path directory;

    @BeforeEach
    void startKme() throws Exception {
        for (String tool : List.of("bash", "curl", "flock")) {
            Assumptions.assumeTrue(
                    Stream.of(System.getenv("PATH").split(":"))
                            .anyMatch(path -> Files.isExecutable(Path.of(path, tool))),
                    "there is no " + tool);
        }
        kme = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        kme.createContext("/", this::answer);
        kme.start();
        Path swanctl = directory.resolve("bin/swanctl");
        Files.createDirectories(swanctl.getParent());
        Files.writeString(swanctl, """
                #!/usr/bin/env bash
                echo "$GATEWAY: $*" >>"$(dirname "$0")/../calls"
                [ "$1" != --list-sas ] || echo 'site: #7, ESTABLISHED, IKEv2, 1_i* 2_r'
                """);
        Files.setPosixFilePermissions(swanctl, PosixFilePermissions.fromString("rwx------"));
        configure(
                "a", "sofia", "CHILD=net\nPEER_COMMAND=\"env GATEWAY=b " + SCRIPT + " fetch " + file("b.conf") + "\"");
        configure("b", "sam", "");
    }

    @AfterEach
    void stopKme() {
        kme.stop(0);
    }

    @Test
    void bothGatewaysLoadTheKeyUnderItsIdBeforeTheTunnelIsSetUpAnew() throws Exception {
        assertEquals("0 key " + id(1) + " is loaded\nsite uses key " + id(1), run("renew", file("a.conf")));

        assertEquals(
                List.of("GET /keys/sofia/enc_keys?number=1&size=256", "GET /keys/sam/dec_keys?key_ID=" + id(1)),
                requests);
        assertEquals(
                List.of(
                        "b: --load-creds --noprompt",
                        "a: --load-creds --noprompt",
                        "a: --list-sas --ike site",
                        "a: --load-conns",
                        "a: --initiate --ike site --child net --timeout 30",
                        "a: --terminate --ike-id 7 --timeout 10"),
                Files.readAllLines(directory.resolve("calls")));
        for (String gateway : List.of("a", "b")) {
            Path key = directory.resolve(gateway + "/site/key-" + id(1) + ".conf");
            assertTrue(Files.readString(key).contains("secret = 0s" + KEY), "the key itself");
            assertTrue(Files.readString(key).contains("id = " + id(1)), "its identity");
            assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(key)));
        }
        assertTrue(Files.readString(directory.resolve("a/site/connection.conf")).contains("ppk_id = " + id(1)));
        assertFalse(Files.exists(directory.resolve("b/site/connection.conf")));
    }

    @Test
    void theKeyInUseAndTheOneBeforeStay() throws Exception {
        for (int i = 1; i <= 3; i++) {
            keyId = id(i);
            run("renew", file("a.conf"));
        }

        for (String gateway : List.of("a", "b")) {
            try (Stream<Path> files = Files.list(directory.resolve(gateway + "/site"))) {
                assertEquals(
                        List.of("key-" + id(2) + ".conf", "key-" + id(3) + ".conf"),
                        files.map(file -> file.getFileName().toString())
                                .filter(name -> name.startsWith("key-"))
                                .sorted()
                                .toList());
            }
        }
    }

    @Test
    void aPeerThatDoesNotGetTheKeyLeavesEverythingAsItWas() throws Exception {
        refusal = "dec_keys";

        assertEquals(
                "1 strongswan-ppk: the KME answers 401: SAE is not authorised to get this key\n"
                        + "strongswan-ppk: the peer did not get key " + id(1) + ": the tunnel stays as it was",
                run("renew", file("a.conf")));

        assertFalse(Files.exists(directory.resolve("calls")));
        assertFalse(Files.exists(directory.resolve("a/site/connection.conf")));
    }

    @Test
    void whatIsNoKeyIdIsNotAskedFor() throws Exception {
        assertEquals("1 strongswan-ppk: 'x; reboot' is no key ID", run("fetch", file("b.conf"), "x; reboot"));
        assertEquals(List.of(), requests);
    }

    @Test
    void aKmeThatRefusesIsQuoted() throws Exception {
        refusal = "enc_keys";

        assertEquals(
                "1 strongswan-ppk: the KME answers 401: SAE is not authorised to get this key",
                run("renew", file("a.conf")));
    }

    private static String id(int number) {
        return "00000000-0000-4000-8000-00000000000" + number;
    }

    private String file(String name) {
        return directory.resolve(name).toString();
    }

    private void configure(String gateway, String peer, String more) throws IOException {
        Files.writeString(directory.resolve(gateway + ".conf"), """
                KME=http://localhost:%d/keys
                SAE=%s
                PEER_SAE=%s
                CONNECTION=site
                DIRECTORY=%s
                %s
                """.formatted(
                        kme.getAddress().getPort(), "gw-" + gateway, peer, directory.resolve(gateway), more));
    }

    private void answer(HttpExchange exchange) throws IOException {
        requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
        boolean refused =
                !refusal.isEmpty() && exchange.getRequestURI().getPath().endsWith(refusal);
        String body = refused
                ? "{\"message\":\"SAE is not authorised to get this key\"}"
                : "{\"keys\":[{\"key\":\"" + KEY + "\",\"key_ID\":\"" + keyId + "\"}]}";
        exchange.sendResponseHeaders(refused ? 401 : 200, body.length());
        exchange.getResponseBody().write(body.getBytes(StandardCharsets.UTF_8));
        exchange.close();
    }

    private String run(String... arguments) throws Exception {
        ProcessBuilder builder =
                new ProcessBuilder(Stream.concat(Stream.of("bash", SCRIPT.toString()), Stream.of(arguments))
                        .toList());
        builder.environment().put("PATH", directory.resolve("bin") + ":" + System.getenv("PATH"));
        builder.environment().put("GATEWAY", "a");
        Process process = builder.redirectErrorStream(true).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return process.waitFor() + " " + output.strip();
    }
}
