package org.dske.launcher.main;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProxyTest {
    @Test
    void keysAreAskedForDirectlyWhateverProxyTheEnvironmentNames(@TempDir Path directory) throws Exception {
        List<String> requests = new CopyOnWriteArrayList<>();
        HttpServer client = server("client", requests);
        HttpServer proxy = server("proxy", requests);
        Path topology = Files.writeString(directory.resolve("topology.yaml"), """
                k: 2
                hubs: [{name: hank}, {name: helen}]
                clients:
                  - {name: carol, port: %d, encryptors: [sam, sofia]}
                """.formatted(
                        client.getAddress().getPort()));
        String options =
                "-Djava.net.useSystemProxies=true -Dhttp.nonProxyHosts= -Dhttp.proxyHost=localhost -Dhttp.proxyPort="
                        + proxy.getAddress().getPort();
        try {
            ProcessBuilder launcher = new ProcessBuilder(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-cp",
                    System.getProperty("java.class.path"),
                    Main.class.getName(),
                    "--topology",
                    topology.toString(),
                    "etsi-qkd",
                    "sam",
                    "sofia",
                    "get-status");
            launcher.environment().put("JAVA_TOOL_OPTIONS", options);
            launcher.environment()
                    .put("HTTP_PROXY", "http://localhost:" + proxy.getAddress().getPort());
            Process process = launcher.redirectErrorStream(true).start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            assertEquals(0, process.waitFor(), output);
            assertEquals(List.of("client"), requests);
        } finally {
            client.stop(0);
            proxy.stop(0);
        }
    }

    private static HttpServer server(String name, List<String> requests) throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            requests.add(name);
            byte[] body = "{}".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        return server;
    }
}
