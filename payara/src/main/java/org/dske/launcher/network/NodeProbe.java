package org.dske.launcher.network;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLContext;
import org.dske.key.NodeName;
import org.dske.launcher.ExitStatus;
import org.dske.launcher.JsonHttp;
import org.dske.launcher.LauncherException;
import org.dske.launcher.topology.TopologyNode;
import org.dske.ledger.PeerName;
import org.dske.pki.CertificateKind;
import org.dske.pki.Pki;

/** Asks nodes for their status, and to do something. */
public final class NodeProbe {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(1);
    private static final Duration TIMEOUT = Duration.ofSeconds(3);
    private static final Duration TIME_TO_DO_SOMETHING = Duration.ofMinutes(2);
    private static final int OK = 200;

    private final JsonHttp plain = new JsonHttp(CONNECT_TIMEOUT);
    private final Map<PeerName, JsonHttp> secure = new ConcurrentHashMap<>();
    private final Pki pki;
    private final Optional<NodeName> administrator;
    private final Optional<NodeName> client;

    /**
     * Asks nodes.
     *
     * @param pki the certificates, for management interfaces that are reached over TLS
     * @param administrator whose certificate is shown there, in place of a token; empty for the node's own, beside its token
     * @param client the client whose certificate is shown to hubs that run elsewhere; empty if there is none here
     */
    public NodeProbe(Pki pki, Optional<NodeName> administrator, Optional<NodeName> client) {
        this.pki = pki;
        this.administrator = administrator;
        this.client = client;
    }

    private JsonHttp http(TopologyNode node, URI url) {
        return isSecure(url)
                ? secure.computeIfAbsent(node.machine(), machine -> new JsonHttp(CONNECT_TIMEOUT, tls(node)))
                : plain;
    }

    private static boolean isSecure(URI url) {
        return "https".equals(url.getScheme());
    }

    private SSLContext tls(TopologyNode node) {
        if (administrator.isPresent()) {
            return pki.tls(CertificateKind.ADMIN, administrator.get());
        }
        return node.isElsewhere()
                ? client.map(own -> pki.tls(CertificateKind.KME, own)).orElseGet(pki::tlsOfNobody)
                : pki.tls(node.type().certificate(), node.name());
    }

    /**
     * What a node says of itself; nothing if it does not answer, or something else answers in its place.
     *
     * @param token that of the node's management interface, if there is one
     */
    Optional<JsonObject> status(TopologyNode node, Optional<String> token) {
        return askStatus(node, token).flatMap(response -> status(node, response));
    }

    /** Whether something else answers in a node's place. A node that is only slow, or has just begun to answer, is not missing. */
    boolean isMissing(TopologyNode node, Optional<String> token) {
        return askStatus(node, token)
                .filter(response -> status(node, response).isEmpty())
                .isPresent();
    }

    /** Whether a node says to everybody that it is well; nothing if it does not answer. */
    Optional<Boolean> isWell(TopologyNode node) {
        return health(node)
                .flatMap(answer -> JsonHttp.object(answer.body()))
                .map(answer -> answer.getString("status", ""))
                .filter(status -> status.equals("UP") || status.equals("DOWN"))
                .map("UP"::equals);
    }

    /** How far a node's clock is ahead of this one, give or take a second; nothing if it does not answer, or says no time. */
    Optional<Duration> ahead(TopologyNode node, InstantSource clock) {
        Instant before = clock.instant();
        Optional<HttpResponse<String>> answer = health(node);
        Instant after = clock.instant();
        return answer.flatMap(response -> response.headers().firstValue("Date"))
                .flatMap(NodeProbe::instant)
                // It is cut off to whole seconds.
                .map(date -> Duration.between(
                        before.plus(Duration.between(before, after).dividedBy(2)), date.plusMillis(500)));
    }

    private static Optional<Instant> instant(String date) {
        try {
            return Optional.of(DateTimeFormatter.RFC_1123_DATE_TIME.parse(date, Instant::from));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private Optional<HttpResponse<String>> health(TopologyNode node) {
        URI url = node.isElsewhere() ? node.url() : node.managementUrl();
        return send(http(node, url), HttpRequest.newBuilder(URI.create(url + "/health")));
    }

    /** What a node counts, in the text format of Prometheus; nothing if it does not answer, or refuses. */
    Optional<String> metrics(TopologyNode node, Optional<String> token) {
        return send(http(node, node.managementUrl()), management(node, token, "metrics"))
                .filter(response -> response.statusCode() == OK)
                .map(HttpResponse::body);
    }

    private Optional<HttpResponse<String>> askStatus(TopologyNode node, Optional<String> token) {
        return send(http(node, node.managementUrl()), management(node, token, "status"));
    }

    private static Optional<JsonObject> status(TopologyNode node, HttpResponse<String> response) {
        return Optional.of(response)
                .filter(answer -> answer.statusCode() == OK)
                .flatMap(answer -> JsonHttp.object(answer.body()))
                .filter(status -> node.name().toString().equals(status.getString("name", "")));
    }

    /** Whether a node's server, which answers outside of its nodes last, has deployed what it is to deploy, or has failed to. */
    boolean hasDeployed(TopologyNode node) {
        return send(plain, HttpRequest.newBuilder(node.url().resolve("/")))
                .flatMap(response -> response.headers().firstValue("Content-Type"))
                .filter(type -> type.startsWith("application/json"))
                .isPresent();
    }

    /** Asks a node to stop; true if it said that it would. */
    boolean stop(TopologyNode node, Optional<String> token) {
        return send(
                        http(node, node.managementUrl()),
                        management(node, token, "stop").POST(BodyPublishers.noBody()))
                .filter(response -> response.statusCode() / 100 == 2)
                .isPresent();
    }

    /** What a node answers to something that it is to do. */
    byte[] manage(TopologyNode node, Optional<String> token, String method, String path, String type, byte[] body) {
        HttpRequest.Builder request = management(node, token, path)
                .header("Content-Type", type)
                .method(method, BodyPublishers.ofByteArray(body))
                .timeout(TIME_TO_DO_SOMETHING);
        HttpResponse<byte[]> response;
        try {
            response = http(node, node.managementUrl()).sendForBytes(request.build());
        } catch (ConnectException e) {
            throw new LauncherException(
                    ExitStatus.OTHER_SIDE, node.title() + " does not answer at " + node.managementUrl());
        } catch (IOException e) {
            throw new LauncherException(
                    ExitStatus.OTHER_SIDE,
                    node.title() + " does not answer at " + node.managementUrl() + ": " + LauncherException.reason(e));
        }
        if (response.statusCode() != OK) {
            String text = new String(response.body(), StandardCharsets.UTF_8);
            throw new LauncherException(
                    ExitStatus.OTHER_SIDE,
                    node.title() + " refuses: "
                            + JsonHttp.object(text)
                                    .map(error -> error.getString("message", ""))
                                    .filter(message -> !message.isEmpty())
                                    .orElse("status " + response.statusCode()));
        }
        return response.body();
    }

    private HttpRequest.Builder management(TopologyNode node, Optional<String> token, String method) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(node.managementUrl() + "/mgmt/v1/" + method));
        token.filter(known -> administrator.isEmpty() || !isSecure(node.managementUrl()))
                .ifPresent(known -> request.header("Authorization", "Bearer " + known));
        return request;
    }

    private static Optional<HttpResponse<String>> send(JsonHttp http, HttpRequest.Builder request) {
        try {
            return Optional.of(http.send(request.timeout(TIMEOUT).build()));
        } catch (IOException e) {
            // No answer is an answer here.
            return Optional.empty();
        }
    }
}
