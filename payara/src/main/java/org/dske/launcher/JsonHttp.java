package org.dske.launcher;

import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.io.StringReader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;

/** Asks nodes over HTTP/1.1, the one version that they speak, and reads their JSON. */
public final class JsonHttp {
    private final HttpClient client;

    /** Connects within a limit, without TLS. */
    public JsonHttp(Duration connectTimeout) {
        this.client = builder(connectTimeout).build();
    }

    /** Connects within a limit, over TLS where a URL says so. */
    public JsonHttp(Duration connectTimeout, SSLContext tls) {
        this.client = builder(connectTimeout).sslContext(tls).build();
    }

    private static HttpClient.Builder builder(Duration connectTimeout) {
        // Virtual threads: many encryptors at a time would otherwise need as many of the system's.
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(connectTimeout)
                .executor(Executors.newVirtualThreadPerTaskExecutor());
    }

    /** Sends a request and waits for the whole answer; fails with an IOException if there is none. */
    public HttpResponse<String> send(HttpRequest request) throws IOException {
        return send(request, BodyHandlers.ofString());
    }

    /** The same, for an answer that is no text. */
    public HttpResponse<byte[]> sendForBytes(HttpRequest request) throws IOException {
        return send(request, BodyHandlers.ofByteArray());
    }

    private <T> HttpResponse<T> send(HttpRequest request, BodyHandler<T> handler) throws IOException {
        try {
            return client.send(request, handler);
        } catch (InterruptedException e) {
            throw LauncherException.interrupted();
        }
    }

    /** The JSON object that a text is; nothing if it is something else. */
    public static Optional<JsonObject> object(String text) {
        try (JsonReader reader = Json.createReader(new StringReader(text))) {
            return Optional.of(reader.readObject());
        } catch (JsonException e) {
            return Optional.empty();
        }
    }
}
