package org.dske.launcher.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.StringReader;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.dske.launcher.LauncherException;
import org.dske.launcher.network.FreePorts;
import org.dske.launcher.network.Network;
import org.dske.launcher.network.NodeProbe;
import org.dske.launcher.server.Installation;
import org.dske.launcher.server.StateDirectory;
import org.dske.launcher.topology.Topology;
import org.dske.launcher.topology.TopologyReader;
import org.dske.pki.Pki;
import org.dske.pki.PkiDirectory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The console of a network whose nodes do not run. */
class ConsoleServerTest {
    private static final String CODE = "00ff".repeat(16);
    private static final Pattern LINK = Pattern.compile("(?:href|src)=\"([^\"#]+)\"");

    @TempDir
    @SuppressWarnings("NullAway.Init") // Set by JUnit.
    private Path directory;

    private final HttpClient http = HttpClient.newHttpClient();
    private Optional<ConsoleServer> server = Optional.empty();

    private String serve(boolean demonstration, Optional<String> code) throws Exception {
        ConsoleServer started = new ConsoleServer(console(demonstration), 0, code);
        server = Optional.of(started);
        return started.url();
    }

    private NetworkConsole console(boolean demonstration) throws Exception {
        List<Integer> ports = FreePorts.take(3);
        Topology topology = TopologyReader.parse("test", """
                k: 2
                settings: {laboratory: true}
                hubs: [{name: hank, port: %d}, {name: hugo, port: %d}]
                clients: [{name: carol, port: %d, encryptors: [sam, sofia]}]
                """.formatted(ports.get(0), ports.get(1), ports.get(2)));
        Pki pki = new Pki(
                new PkiDirectory(directory.resolve("pki")), Optional.empty(), Clock.systemUTC(), new SecureRandom());
        Network network = new Network(
                topology,
                Files.createFile(directory.resolve("topology.yaml")),
                new StateDirectory(directory.resolve("state")),
                new NodeProbe(pki, Optional.empty(), Optional.empty()),
                pki);
        return new NetworkConsole(network, new Installation(directory), demonstration);
    }

    @AfterEach
    void close() {
        server.ifPresent(ConsoleServer::close);
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return http.send(request.build(), BodyHandlers.ofString());
    }

    private static HttpRequest.Builder get(String url) {
        return HttpRequest.newBuilder(URI.create(url));
    }

    private static HttpRequest.Builder post(String url, String body) {
        return get(url).header("Content-Type", "application/json").POST(BodyPublishers.ofString(body));
    }

    private static String message(HttpResponse<String> response) {
        return Json.createReader(new StringReader(response.body())).readObject().getString("message");
    }

    @Test
    void everyFileOfThePageIsThereAndNothingRunsThatIsNotOfIt() throws Exception {
        String url = serve(false, Optional.empty());
        HttpResponse<String> page = send(get(url));
        assertEquals(200, page.statusCode());
        String policy = page.headers().firstValue("content-security-policy").orElse("");
        assertTrue(policy.startsWith("default-src 'none'; script-src 'self'; style-src 'self'"), policy);
        assertFalse(policy.contains("unsafe"), policy);
        List<String> links =
                LINK.matcher(page.body()).results().map(match -> match.group(1)).toList();
        assertTrue(links.size() >= 4, links::toString);
        for (String link : links) {
            assertEquals(200, send(get(url + link)).statusCode(), link);
        }
    }

    @Test
    void theStreamBeginsWithTheNetworkAndGoesOnWithItsNodes() throws Exception {
        String url = serve(true, Optional.empty());
        HttpResponse<Stream<String>> stream = http.send(get(url + "events").build(), BodyHandlers.ofLines());
        assertEquals(
                "text/event-stream;charset=utf-8",
                stream.headers().firstValue("content-type").orElse(""));
        List<String> lines =
                stream.body().filter(line -> line.startsWith("data: ")).limit(2).toList();
        JsonObject network = data(lines.get(0));
        assertEquals(2, network.getInt("k"));
        assertTrue(network.getBoolean("demonstration"));
        assertEquals("hank", network.getJsonArray("hubs").getJsonObject(0).getString("name"));
        JsonObject nodes = data(lines.get(1));
        assertFalse(nodes.getBoolean("ready"));
        assertEquals(3, nodes.getJsonArray("nodes").size());
        assertEquals("stopped", nodes.getJsonArray("nodes").getJsonObject(0).getString("state"));
    }

    private static JsonObject data(String line) {
        return Json.createReader(new StringReader(line.substring("data: ".length())))
                .readObject();
    }

    @ParameterizedTest
    @ValueSource(strings = {"events", "try", "act"})
    void whoHasNotTheCodeSeesNothingAndDoesNothing(String path) throws Exception {
        String url = serve(true, Optional.of(CODE)) + path;
        for (String shown : List.of("", "Bearer " + CODE.replace('f', 'e'), CODE, "Bearer ")) {
            HttpRequest.Builder request = path.equals("events") ? get(url) : post(url, "{}");
            if (!shown.isEmpty()) {
                request.header("Authorization", shown);
            }
            assertEquals(401, send(request).statusCode(), shown);
        }
    }

    @Test
    void whoHasTheCodeIsLetIn() throws Exception {
        String url = serve(true, Optional.of(CODE));
        HttpResponse<String> answer = send(
                post(url + "act", "{\"node\":\"nobody\",\"act\":\"stop\"}").header("Authorization", "Bearer " + CODE));
        assertEquals(409, answer.statusCode());
        assertEquals("there is no hub 'nobody'", message(answer));
    }

    @Test
    void theNameThatSomebodyElsesDnsMakesLeadHereIsNotServed() throws Exception {
        int port = URI.create(serve(false, Optional.empty())).getPort();
        for (String host : List.of("evil.example:" + port, "localhost", "localhost.evil.example:" + port)) {
            try (Socket socket = new Socket("localhost", port)) {
                socket.getOutputStream()
                        .write(("GET /events HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n")
                                .getBytes(StandardCharsets.US_ASCII));
                String status = new BufferedReader(
                                new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
                        .readLine();
                assertEquals("HTTP/1.1 403 Forbidden", status, host);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "http://evil.example", "https://localhost"})
    void thePageOfAnotherSiteHasNothingDone(String origin) throws Exception {
        String url = serve(true, Optional.empty());
        HttpResponse<String> answer =
                send(post(url + "act", "{\"node\":\"hank\",\"act\":\"stop\"}").header("Origin", origin));
        assertEquals(403, answer.statusCode());
    }

    @Test
    void aFormOfAnotherSiteIsNoJson() throws Exception {
        String url = serve(true, Optional.empty());
        HttpResponse<String> answer = send(get(url + "act")
                .header("Content-Type", "text/plain")
                .POST(BodyPublishers.ofString("{\"node\":\"hank\",\"act\":\"stop\"}")));
        assertEquals(400, answer.statusCode());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"node\":\"hank\",\"act\":\"stop\"}  | nothing to stop: hub hank is not running",
                "{\"node\":\"hank\",\"act\":\"freeze\"} | hub hank is not running",
                "{\"node\":\"hank\",\"act\":\"melt\"} | a demonstration does nothing that is called 'melt'",
                "{\"node\":\"carol\",\"act\":\"stop\"} | there is no hub 'carol'",
            })
    void whatCannotBeDoneIsSaid(String body, String message) throws Exception {
        HttpResponse<String> answer = send(post(serve(true, Optional.empty()) + "act", body));
        assertEquals(409, answer.statusCode());
        assertEquals(message, message(answer));
    }

    @Test
    void nothingIsStoppedButInADemonstration() throws Exception {
        HttpResponse<String> answer =
                send(post(serve(false, Optional.empty()) + "act", "{\"node\":\"hank\",\"act\":\"stop\"}"));
        assertEquals(409, answer.statusCode());
        assertTrue(message(answer).contains("--demonstration"), answer::body);
    }

    @Test
    void aKeyThatCannotBeHadIsSaidToBe() throws Exception {
        String url = serve(false, Optional.empty());
        HttpResponse<String> down = send(post(url + "try", "{\"master\":\"sam\",\"slave\":\"sofia\"}"));
        assertEquals(409, down.statusCode());
        assertTrue(message(down).startsWith("client carol does not answer at "), down::body);
        HttpResponse<String> unknown = send(post(url + "try", "{\"master\":\"nobody\",\"slave\":\"sofia\"}"));
        assertEquals(409, unknown.statusCode());
        assertTrue(message(unknown).startsWith("no client of the topology has the encryptor nobody"), unknown::body);
    }

    @ParameterizedTest
    @CsvSource({
        "try, POST, '{\"master\":\"\",\"slave\":\"sofia\"}', 400",
        "try, POST, 'no json', 400",
        "try, GET, '', 405",
        "events, POST, '{}', 405",
        "'', POST, '{}', 405",
        "nothing, GET, '', 404",
        "console/../../etc, GET, '', 404",
    })
    void otherRequestsAreRefused(String path, String method, String body, int status) throws Exception {
        String url = serve(false, Optional.empty());
        HttpResponse<String> answer = send(get(url + path)
                .header("Content-Type", "application/json")
                .method(method, BodyPublishers.ofString(body)));
        assertEquals(status, answer.statusCode());
        assertFalse(message(answer).isEmpty());
    }

    @Test
    void aPortThatIsTakenIsNamed() throws Exception {
        NetworkConsole console = console(false);
        try (ServerSocket taken = new ServerSocket(0, 1, java.net.InetAddress.getLoopbackAddress())) {
            LauncherException failure = Assertions.assertThrows(
                    LauncherException.class, () -> new ConsoleServer(console, taken.getLocalPort(), Optional.empty()));
            assertEquals(
                    "port " + taken.getLocalPort() + " is taken: give the console another one (--port)",
                    failure.getMessage());
        } finally {
            console.close();
        }
    }
}
