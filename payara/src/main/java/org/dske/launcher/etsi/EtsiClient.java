package org.dske.launcher.etsi;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.dske.key.PercentEncoding;
import org.dske.key.SaeId;
import org.dske.launcher.JsonHttp;

/**
 * Encryptors at their KMEs, by ETSI GS QKD 014. Over TLS, if the KME has it, an encryptor shows its certificate; over plain HTTP
 * who asks is in the header {@code Authorization}. If the KME refuses or does not answer, a {@link KmeException} says so.
 */
public final class EtsiClient {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final int OK = 200;
    /** What a URL may have as it is, besides letters and digits (RFC 3986, section 2.3). */
    private static final String UNRESERVED = "-._~";

    private static final int MAX_FOREIGN_TEXT = 300;

    private final KeyManagement kmes;
    private final JsonHttp plain = new JsonHttp(TIMEOUT);
    /** Each encryptor has connections of its own, with its own certificate. */
    private final Map<SaeId, JsonHttp> secure = new ConcurrentHashMap<>();

    /** Encryptors of some KMEs. */
    public EtsiClient(KeyManagement kmes) {
        this.kmes = kmes;
    }

    /** Get status (5.2): the master asks. */
    public JsonObject status(SaeId master, SaeId slave) {
        return get(master, slave, "status");
    }

    /** Get key (5.3): the master asks for keys of so many bits, the client's default if empty, and for one if no number is given. */
    public List<DeliveredKey> keys(SaeId master, SaeId slave, OptionalInt size, OptionalInt number) {
        List<String> query = new ArrayList<>();
        size.ifPresent(bits -> query.add("size=" + bits));
        number.ifPresent(count -> query.add("number=" + count));
        return delivered(get(master, slave, "enc_keys" + (query.isEmpty() ? "" : "?" + String.join("&", query))));
    }

    /** Get key with key IDs (5.4), in one request of the slave: by GET for one key, by POST for several. Keys are in the answer's order. */
    public List<DeliveredKey> keysWithIds(SaeId master, SaeId slave, List<String> keyIds) {
        if (keyIds.size() == 1) {
            return delivered(get(slave, master, "dec_keys?key_ID=" + encode(keyIds.get(0))));
        }
        JsonArrayBuilder ids = Json.createArrayBuilder();
        keyIds.forEach(keyId -> ids.add(Json.createObjectBuilder().add("key_ID", keyId)));
        JsonObject body = Json.createObjectBuilder().add("key_IDs", ids).build();
        return delivered(ask(
                slave,
                master,
                "dec_keys",
                request -> request.header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body.toString()))));
    }

    /** Keys at both ends: the master gets them in one request, as by {@link #keys}, then the slave by their IDs in another. */
    public List<KeyPair> keyPair(SaeId master, SaeId slave, OptionalInt size, OptionalInt number) {
        kmes.of(slave);
        List<DeliveredKey> keys = keys(master, slave, size, number);
        return KeyPair.of(
                keys,
                keysWithIds(master, slave, keys.stream().map(DeliveredKey::id).toList()));
    }

    private JsonObject get(SaeId caller, SaeId other, String method) {
        return ask(caller, other, method, request -> {});
    }

    /** Asks the first of the machines of the caller's KME that takes a connection. */
    private JsonObject ask(SaeId caller, SaeId other, String method, Consumer<HttpRequest.Builder> form) {
        List<String> silent = new ArrayList<>();
        for (Kme kme : kmes.of(caller)) {
            try {
                return ask(kme, caller, other, method, form);
            } catch (IOException e) {
                silent.add(kme.title() + " does not answer at " + kme.url()
                        + (kme.tls() ? ", or does not take the certificate of " + caller + ": " + e.getMessage() : ""));
                if (!(e instanceof ConnectException || e instanceof HttpConnectTimeoutException)) {
                    // It may have got the request.
                    break;
                }
            }
        }
        throw new KmeException("no answer", String.join("; ", silent));
    }

    private JsonObject ask(Kme kme, SaeId caller, SaeId other, String method, Consumer<HttpRequest.Builder> form)
            throws IOException {
        URI uri = URI.create(kme.url() + "/api/v1/keys/" + encode(other.name()) + "/" + method);
        JsonHttp http = kme.tls() ? secure.computeIfAbsent(caller, sae -> new JsonHttp(TIMEOUT, kmes.tls(sae))) : plain;
        HttpRequest.Builder request = HttpRequest.newBuilder(uri).timeout(TIMEOUT);
        if (!kme.tls()) {
            request.header("Authorization", caller.name());
        }
        form.accept(request);
        HttpResponse<String> response = http.send(request.build());
        if (response.statusCode() != OK) {
            throw new KmeException(
                    "status " + response.statusCode(),
                    kme.title() + " answers " + response.statusCode() + ": " + message(response.body()));
        }
        return JsonHttp.object(response.body())
                .orElseThrow(
                        () -> new KmeException("malformed answer", kme.title() + " answers something other than JSON"));
    }

    private static String message(String body) {
        return JsonHttp.object(body)
                .map(error -> error.get("message"))
                .filter(JsonString.class::isInstance)
                .map(message -> ((JsonString) message).getString())
                .orElseGet(() -> {
                    // Not an error of ours: something else answers there. What it says is the best that there is.
                    String text = body.replaceAll("[\\s\\p{Cntrl}]+", " ").strip();
                    return text.isEmpty()
                            ? "(without a body)"
                            : text.substring(0, Math.min(text.length(), MAX_FOREIGN_TEXT));
                });
    }

    private static List<DeliveredKey> delivered(JsonObject container) {
        try {
            return container.getJsonArray("keys").getValuesAs(JsonObject.class).stream()
                    .map(key -> new DeliveredKey(key.getString("key_ID"), key.getString("key")))
                    .toList();
        } catch (NullPointerException | ClassCastException e) {
            throw new KmeException("malformed answer", "the answer is no key container");
        }
    }

    private static String encode(String text) {
        return PercentEncoding.encode(text, UNRESERVED);
    }
}
