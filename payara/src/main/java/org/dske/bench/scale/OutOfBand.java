package org.dske.bench.scale;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.dske.config.Setting;
import org.dske.launcher.ExitStatus;
import org.dske.launcher.JsonHttp;
import org.dske.launcher.LauncherException;
import org.dske.launcher.topology.TopologyNode;

/** The out-of-band interface of a hub in a laboratory (protocol, section 1), for clients that are names and nothing more. */
public final class OutOfBand {
    private static final String PATH = "/dske/oob/v1/";
    private static final String REGISTRATION = PATH + "registration";
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final int OK = 200;

    private final JsonHttp http = new JsonHttp(TIMEOUT);
    private final TopologyNode hub;

    /** That of a hub that runs. */
    public OutOfBand(TopologyNode hub) {
        this.hub = hub;
    }

    /** Registers a client that has no encryptors. */
    public void register(String client, String suite) {
        required(request(REGISTRATION)
                .header("Content-Type", "application/json")
                .PUT(BodyPublishers.ofString(
                        "{\"client_name\":\"" + client + "\",\"encryptor_names\":[],\"suites\":[\"" + suite + "\"]}")));
    }

    /** Gives a client a small block that one of the two ends owns, and says what it is called. */
    public String block(String client, String owner) {
        return required(request(PATH + "psrd?client_name=" + client + "&pool_owner=" + owner + "&size=64"))
                .getString("block_uuid");
    }

    /** Has the hub forget a client. */
    public void unregister(String client) {
        required(request(REGISTRATION + "?client_name=" + client).DELETE());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(hub.urlAt(Setting.OOB_PORT) + path))
                .timeout(TIMEOUT);
    }

    private JsonObject required(HttpRequest.Builder request) {
        try {
            HttpResponse<String> response = http.send(request.build());
            return JsonHttp.object(response.body())
                    .filter(object -> response.statusCode() == OK)
                    .orElseThrow(() -> new LauncherException(
                            ExitStatus.OTHER_SIDE, "the hub answers " + response.statusCode() + " " + response.body()));
        } catch (IOException e) {
            throw new LauncherException(ExitStatus.OTHER_SIDE, "the hub does not answer: " + e);
        }
    }
}
