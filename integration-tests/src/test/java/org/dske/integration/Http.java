package org.dske.integration;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** HTTP as a peer or an encryptor speaks it. */
final class Http {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final HttpClient CLIENT = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(TIMEOUT)
            .build();

    private Http() {}

    static Answer get(String url, String... headers) {
        return send("GET", url, BodyPublishers.noBody(), headers);
    }

    static Answer send(String method, String url, String body, String... headers) {
        return send(method, url, BodyPublishers.ofString(body), headers);
    }

    static Answer send(String method, String url, HttpRequest.BodyPublisher body, String... headers) {
        return send(CLIENT, method, url, body, headers);
    }

    /** For those who connect in their own way. */
    static Answer send(
            HttpClient client, String method, String url, HttpRequest.BodyPublisher body, String... headers) {
        try {
            return trySend(client, method, url, body, headers);
        } catch (IOException e) {
            throw new AssertionError(method + " " + url + " got no answer: " + e, e);
        }
    }

    /** For those to whom a broken connection is an answer. */
    static Answer trySend(String method, String url, HttpRequest.BodyPublisher body, String... headers)
            throws IOException {
        return trySend(CLIENT, method, url, body, headers);
    }

    static Answer trySend(
            HttpClient client, String method, String url, HttpRequest.BodyPublisher body, String... headers)
            throws IOException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(url)).timeout(TIMEOUT).method(method, body);
        if (headers.length > 0) {
            request.headers(headers);
        }
        long begin = System.nanoTime();
        try {
            HttpResponse<String> response = client.send(request.build(), BodyHandlers.ofString());
            Duration took = Duration.ofNanos(System.nanoTime() - begin);
            String type = response.headers().firstValue("Content-Type").orElse("");
            return new Answer(response.statusCode(), type, response.body(), took);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }
}
