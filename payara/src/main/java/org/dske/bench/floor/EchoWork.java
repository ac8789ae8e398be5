package org.dske.bench.floor;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.function.IntFunction;
import org.dske.bench.load.Notes;
import org.dske.bench.load.Work;
import org.dske.launcher.JsonHttp;
import org.dske.time.Ticker;

/** Echoes: a message is sent, and comes back. */
final class EchoWork implements IntFunction<Work> {
    private static final String ECHO = "echo";
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final int OK = 200;

    /** As long as the message that hands a share of a 256-bit key to one of five hubs. */
    static final String MESSAGE = """
            {"masterClientName":"carol","masterSaeId":"sam","slaveSaeId":"sofia",\
            "userKeyId":"8b5e0d0e-7a3b-4c7e-9d8e-2f6d3c1a0b9f","shareIndex":3,"fragments":\
            [{"blockUuid":"1f0c6f0a-52b4-4a3c-8a84-7f2a4f0d9a11","start":104832,"size":64}],"encryptedShareValue":\
            "q83vASNFZ4mrze8BI0VniavN7wEjRWeJq83vASNFZ4mrze8BI0VniavN7wEjRWeJq83vASNFZ4mrze8BI0VniQ==",\
            "sharing":"its","threshold":3,"places":{"hank":1,"helen":2,"hilary":3,"holly":4,"hugo":5}}""";

    private final JsonHttp http = new JsonHttp(TIMEOUT);
    private final HttpRequest request;

    /** Echoes of the application at a URL. */
    EchoWork(URI url) {
        this.request = HttpRequest.newBuilder(url)
                .timeout(TIMEOUT)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(MESSAGE))
                .build();
    }

    @Override
    public Work apply(int i) {
        return this::run;
    }

    private void run(long begin, Notes notes) {
        try {
            HttpResponse<String> response = http.send(request);
            if (isEcho(response)) {
                notes.took(ECHO, Ticker.SYSTEM.since(begin));
                notes.done(1);
            } else {
                notes.failed(ECHO, "status " + response.statusCode(), response.body(), 1);
            }
        } catch (IOException e) {
            notes.failed(ECHO, "no answer", e.toString(), 1);
        }
    }

    /** Whether the application is there. */
    boolean isReady() {
        try {
            return isEcho(http.send(request));
        } catch (IOException e) {
            return false;
        }
    }

    /** All of it came back, in whatever order. */
    private static boolean isEcho(HttpResponse<String> response) {
        return response.statusCode() == OK && response.body().length() == MESSAGE.length();
    }
}
