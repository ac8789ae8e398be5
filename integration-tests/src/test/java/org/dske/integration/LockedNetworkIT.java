package org.dske.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.dske.launcher.etsi.DeliveredKey;
import org.dske.testing.Await;
import org.dske.testing.Http;
import org.dske.testing.Response;
import org.dske.testing.client.FakeClient;
import org.dske.testing.hub.Fault;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an outsider, a malicious client and a lying hub come to in a network that is no laboratory. */
class LockedNetworkIT {
    private static LockedNetwork network;

    @BeforeAll
    static void start() {
        network = new LockedNetwork();
    }

    @AfterAll
    static void stop() {
        if (network != null) {
            network.close();
        }
    }

    /** Whoever has done what: the network does its work. */
    @AfterEach
    void anHonestPairGetsItsKeys() {
        network.liar.release();
        network.liar.places = said -> said;
        network.keyPair();
        assertEquals(List.of(), network.liar.violations());
    }

    @Test
    void anOutsiderIsToldNothingAndChangesNothing() {
        DeliveredKey key = network.master().key(network.slave());
        String before = network.settled();
        Node hank = network.node("hank");
        List<String> wrong = new ArrayList<>();
        int attempts = 0;
        for (Node node : List.of(hank, network.node("caspian"))) {
            Outsider outsider = Outsider.of(
                    node,
                    Map.ofEntries(
                            Map.entry("client_name", "caspian"),
                            Map.entry("name", "caspian"),
                            Map.entry("sae_id", LockedNetwork.SLAVE),
                            Map.entry("master_sae_id", LockedNetwork.MASTER),
                            Map.entry("slave_sae_id", LockedNetwork.SLAVE),
                            Map.entry("master_SAE_ID", LockedNetwork.MASTER),
                            Map.entry("slave_SAE_ID", LockedNetwork.SLAVE),
                            Map.entry("key_id", key.id()),
                            Map.entry("key_ID", key.id()),
                            Map.entry("pool_owner", "hub"),
                            Map.entry("size", "256"),
                            Map.entry("file", "swagger-ui.css"),
                            Map.entry("block", network.block(hank, "client"))));
            for (Outsider.Attempt attempt : outsider.attempts()) {
                for (boolean management : new boolean[] {false, true}) {
                    attempts++;
                    Response answer = attempt.at(management ? node.managementUrl("") : node.url(""));
                    String why = fault(attempt, answer, attempt.isFor(management), outsider);
                    if (!why.isEmpty()) {
                        wrong.add(node + ", management " + management + ": " + attempt + ": " + why + " " + answer);
                    }
                }
            }
        }
        assertEquals(List.of(), wrong, () -> wrong.size() + " went wrong");
        assertTrue(attempts > 500, "hardly anything was tried");
        assertEquals(before, network.settled());
        network.slave().getsTheSame(network.master(), key);
    }

    /** What is wrong with an answer; nothing if it is as it is to be. */
    private static String fault(Outsider.Attempt attempt, Response answer, boolean there, Outsider outsider) {
        int status = answer.status();
        if (outsider.untold().stream().anyMatch(answer.text()::contains)) {
            return "tells of others";
        }
        boolean usesUp = attempt.method().equals("HEAD") && status == 405;
        if (there && !attempt.operation().isEmpty() && !attempt.documents(status) && !usesUp) {
            return "is not documented";
        }
        if (there && attempt.isForEverybody() && status == 200) {
            return "";
        }
        if (status < 400 || status >= 500) {
            return "refuses nothing";
        }
        if (attempt.method().equals("HEAD")) {
            return answer.body().length == 0 ? "" : "has a body";
        }
        JsonObject error = answer.json();
        return error.keySet().equals(Set.of("message"))
                        || error.get("details").toString().equals("{\"reason\":\"used\"}")
                ? ""
                : "says more than an error";
    }

    /** All nodes of a server have their classes in common, and each its own documents. */
    @Test
    void eachNodeServesItsOwnDocumentation() {
        for (Node node : network.nodes()) {
            String document = Http.get(node.url("/openapi.yaml")).text();
            assertTrue(document.contains(node.isClient() ? "title: DSKE client" : "title: DSKE hub"), node::toString);
            for (String file : List.of("", "/start.js", "/swagger-ui-bundle.js", "/swagger-ui.css")) {
                assertEquals(200, Http.get(node.url("/docs" + file)).status(), file);
            }
        }
    }

    @Test
    void withoutACertificateOfAnEncryptorThereIsNoConnection() {
        for (Node client : network.clients()) {
            for (String path : List.of("/api/v1/keys/sybil/enc_keys", "/health", "/client/caspian/mgmt/v1/status")) {
                String url = client.rootUrl(path);
                assertThrows(
                        UncheckedIOException.class,
                        () -> network.withoutCertificate().send("GET", url, ""));
                assertThrows(
                        UncheckedIOException.class, () -> network.stranger().send("GET", url, ""));
            }
        }
    }

    @Test
    void aMaliciousClientHarmsNobodyElse() {
        Node hank = network.node("hank");
        FakeClient mallory = network.enrolled(hank, "mallory", "mia");
        DeliveredKey key = network.master().key(network.slave());
        String before = network.settled();
        new MaliciousClient(mallory, network.block(hank, "client"), network.block(hank, "hub")).doesAllItCan(key.id());
        assertEquals(before, network.settled());
        network.slave().getsTheSame(network.master(), key);
    }

    @ParameterizedTest
    @CsvSource({
        "WRONG_SHARE, wrong_shares",
        "INDEX_OF_ANOTHER, wrong_shares",
        "INDEX_ZERO, wrong_shares",
        "INDEX_254, wrong_shares",
        "SHORT_SHARE, wrong_shares",
        "GARBAGE, wrong_shares",
        "WRONG_TAG, unverified_answers",
        "UNSIGNED, unverified_answers",
    })
    void aLyingHubCostsNoKeyAndIsNamed(Fault fault, String counter) {
        Map<String, Integer> before = counts(counter);
        network.liar.fault = call ->
                call.what().equals("GET key-share") || call.what().startsWith("POST key-shares/fetch")
                        ? fault
                        : Fault.NONE;
        network.keyPair();
        assertNamed(counter, before);
    }

    /** It says that others were at other places. */
    @Test
    void aHubThatLiesAboutPlacesCostsNoKeyAndIsNamed() {
        Map<String, Integer> before = counts("wrong_shares");
        network.liar.places = said -> {
            JsonObject places = Json.createObjectBuilder(said).build();
            return Json.createObjectBuilder(places)
                    .add("hank", places.getInt("helen"))
                    .add("helen", places.getInt("hank"))
                    .build();
        };
        network.keyPair();
        assertNamed("wrong_shares", before);
    }

    private static void assertNamed(String counter, Map<String, Integer> before) {
        Await.until(Await.LONG, () -> {
            Map<String, Integer> now = counts(counter);
            assertTrue(now.get("hugo") > before.get("hugo"), "the liar is not named: " + now);
            assertEquals(before.get("hank"), now.get("hank"));
            assertEquals(before.get("helen"), now.get("helen"));
        });
    }

    private static Map<String, Integer> counts(String counter) {
        return network.node("cordelia").status().getJsonArray("hubs").getValuesAs(JsonObject.class).stream()
                .collect(Collectors.toMap(hub -> hub.getString("name"), hub -> hub.getInt(counter)));
    }
}
