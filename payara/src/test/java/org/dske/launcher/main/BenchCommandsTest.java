package org.dske.launcher.main;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BenchCommandsTest extends LauncherRun {
    private static final String KEY = "{\"keys\":[{\"key_ID\":\"1\",\"key\":\"AA==\"}]}";

    @TempDir
    @SuppressWarnings("NullAway.Init") // Set by JUnit.
    private Path directory;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--encryptors 0 | --encryptors must be 1 or more, and is 0",
                "--encryptors 1,-8 | --encryptors must be 1 or more, and is -8",
                "--rate 0 | --rate must be 1 or more, and is 0",
                "--number 0 | --number must be 1 or more",
                "--size -8 | --size must be 1 or more",
                "--time 0 | --time must be 1 or more",
                "--warm-up -1 | --warm-up must be 0 or more",
                "--master sam | --master and --slave are needed, both or none",
                "--master sam --slave sam | --master and --slave are the same",
                "--slave-url http://localhost:1 | --slave-url and certificates go with --url",
                "--ca ca.crt | --slave-url and certificates go with --url",
                "--pid 1 | --pid goes with --url",
                "--url http://localhost:1 | --master and --slave are needed with --url",
                "--url localhost --master a --slave b | 'localhost' is no URL such as https://kme.example",
                "--url ftp://h --master a --slave b | 'ftp://h' is no URL such as https://kme.example",
                "--url https://h?a=b --master a --slave b | 'https://h?a=b' is no URL such as https://kme.example",
                "--url https://h --master a --slave b --cert c | --cert and --key are needed both or none",
                "--url https://h --master a --slave b --slave-key c | --slave-cert and --slave-key are needed both or none",
                "--encryptors x | Invalid value for option '--encryptors'"
            })
    void whatCannotBeLoadedIsAMistakeOfOneLine(String options, String message) {
        assertEquals(1, execute(("bench load " + options).split(" ")), err::toString);
        assertOneLine("dske: " + message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "NaN", "Infinity", "1e9"})
    void targetsAreMeasuredForATimeThatEnds(String minutes) {
        assertEquals(1, execute("bench", "targets", "--minutes=" + minutes), err::toString);
        assertOneLine("dske: --minutes must be more than 0");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "scale hubs --points 2 | --time must be 1 or more, and --points 3 to 10000000",
                "scale sizes --time 0 | --time must be 1 or more, and --points 1 to 10000000",
                "scale moons | Invalid value for positional parameter at index 0 (WHAT)",
                "scale | Missing required parameter: 'WHAT'",
                "plot a.json | Missing required option: '--svg=FILE'",
                "plot --svg a.svg | Missing required parameter: 'FILE'"
            })
    void whatCannotBeDrawnIsAMistakeOfOneLine(String options, String message) {
        assertEquals(1, execute(("bench " + options).split(" ")), err::toString);
        assertOneLine("dske: " + message);
    }

    @Test
    void aResultIsDrawnIntoAFile() throws Exception {
        Path json = Files.writeString(directory.resolve("hubs.json"), """
                {"format": "dske-bench-scale/1", "over": "hubs", "points": [{"x": 3, "load": {"keys": 1,
                 "cpu_ms_per_key": {"total": 15.5}, "latency_ms": {"pair": {"p50": 4.5, "p99": 12}}}}]}""");
        Path svg = directory.resolve("hubs.svg");

        assertEquals(0, execute("bench", "plot", json.toString(), "--svg", svg.toString()), err::toString);

        assertTrue(Files.readString(svg).startsWith("<svg "));
        assertEquals(1, execute("bench", "plot", svg.toString(), "--svg", svg.toString()));
        assertOneLine("dske: " + svg + " is no JSON object");
    }

    @Test
    void aKmeOfAnyMakeIsLoadedAndTheResultIsWritten() throws Exception {
        HttpServer kme = start(200);
        Path json = directory.resolve("result.json");
        try {
            assertEquals(
                    0,
                    execute(
                            "bench",
                            "load",
                            "--url",
                            "http://localhost:" + kme.getAddress().getPort() + "/",
                            "--master",
                            "sam",
                            "--slave",
                            "sofia",
                            "--rate",
                            "20",
                            "--time",
                            "1",
                            "--warm-up",
                            "0",
                            "--json",
                            json.toString()),
                    err::toString);
        } finally {
            kme.stop(0);
        }
        assertTrue(out.toString().contains("20/s, at most 256 at once"), out.toString());
        try (JsonReader reader = Json.createReader(Files.newBufferedReader(json))) {
            JsonObject load = reader.readObject().getJsonArray("loads").getJsonObject(0);
            assertEquals(20, load.getInt("keys"));
            assertEquals(
                    20,
                    load.getJsonObject("latency_ms").getJsonObject("dec_keys").getInt("count"));
        }
    }

    @Test
    void aLoadThatFailsSaysWhyAndEndsWithStatus2() throws Exception {
        HttpServer kme = start(503);
        String url = "http://localhost:" + kme.getAddress().getPort();
        try {
            assertEquals(
                    2,
                    execute(("bench load --master sam --slave sofia --rate 5 --time 1 --warm-up 0 --url " + url)
                            .split(" ")));
        } finally {
            kme.stop(0);
        }
        assertTrue(
                out.toString().contains("5 x enc_keys, status 503; the first: the KME of sam answers 503"),
                out::toString);
    }

    private static HttpServer start(int status) throws IOException {
        HttpServer kme = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        kme.createContext("/api/v1/keys/", exchange -> answer(exchange, status));
        kme.start();
        return kme;
    }

    private static void answer(HttpExchange exchange, int status) throws IOException {
        byte[] answer = KEY.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, answer.length);
        exchange.getResponseBody().write(answer);
        exchange.close();
    }
}
