package org.dske.launcher.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.StringReader;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.dske.key.NodeName;
import org.dske.launcher.topology.NodeType;
import org.dske.launcher.topology.TopologyNode;
import org.junit.jupiter.api.Test;

class NetworkSecurityTest {
    private static final String ITS =
            "{\"security\":{\"unconditional\":true,\"psrd\":\"courier\",\"wrong_key_log2\":-122.0,\"forgery_log2\":-111.9}}";
    private static final String CLASSIC =
            "{\"security\":{\"unconditional\":false,\"psrd\":\"courier\",\"wrong_key_log2\":-28.6}}";
    private static final String HUB = "{\"name\":\"hank\"}";

    private static final TopologyNode NODE = new TopologyNode(
            NodeType.CLIENT,
            new NodeName("carol"),
            URI.create("http://localhost:9000/client/carol"),
            OptionalInt.of(9000),
            List.of(),
            Map.of(),
            false);

    private static JsonObject json(String text) {
        return Json.createReader(new StringReader(text)).readObject();
    }

    private static Optional<NetworkSecurity> of(String... statuses) {
        List<NodeState> states = Stream.of(statuses)
                .map(status -> new NodeState(NODE, Optional.empty(), Optional.of(json(status)), Optional.empty()))
                .toList();
        return NetworkSecurity.of(states);
    }

    @Test
    void aNetworkPromisesWhatItsClientsPromise() {
        NetworkSecurity security = of(HUB, ITS, ITS).orElseThrow();
        assertEquals(json(ITS).getJsonObject("security"), security.toJson());
        assertEquals(
                "Security, whatever an attacker computes: wrong shares give a wrong key with at most 2^-122.0,"
                        + " and a forged message of the largest size passes with at most 2^-111.9",
                security.toText());
    }

    @Test
    void oneClientInModeClassicTakesThePromiseBack() {
        for (NetworkSecurity security :
                List.of(of(ITS, CLASSIC).orElseThrow(), of(CLASSIC, ITS).orElseThrow())) {
            assertEquals(json(CLASSIC).getJsonObject("security"), security.toJson());
            assertEquals(
                    "Security, as far as HMAC-SHA256 holds: wrong shares give a wrong key with at most 2^-28.6",
                    security.toText());
        }
    }

    @Test
    void theWeakestWayThatPsrdCameIsSaid() {
        String tls = ITS.replace("true", "false").replace("courier", "tls");
        String laboratory = tls.replace("tls", "laboratory");
        NetworkSecurity overTls = of(ITS, tls).orElseThrow();
        assertEquals(json(tls).getJsonObject("security"), overTls.toJson());
        assertTrue(
                overTls.toText()
                        .startsWith("Security, whatever an attacker computes, if the TLS that PSRD came over is not"
                                + " broken: "),
                overTls::toText);
        NetworkSecurity plain = of(laboratory, ITS, tls).orElseThrow();
        assertEquals(json(laboratory).getJsonObject("security"), plain.toJson());
        assertTrue(
                plain.toText()
                        .startsWith(
                                "Security, whatever an attacker computes, if nobody listened when PSRD came in plain"
                                        + " text: "),
                plain::toText);
    }

    @Test
    void theLeastPromiseOfTheClientsCounts() {
        String worse = "{\"security\":{\"unconditional\":true,\"psrd\":\"courier\",\"wrong_key_log2\":-119.5,"
                + "\"forgery_log2\":-104.0}}";
        assertEquals(
                json(worse).getJsonObject("security"),
                of(ITS, worse, ITS).orElseThrow().toJson());
    }

    @Test
    void nodesThatSayNothingOrNonsensePromiseNothing() {
        assertEquals(Optional.empty(), of());
        assertEquals(Optional.empty(), of(HUB));
        for (String security : List.of("null", "1", "{}", "{\"wrong_key_log2\":\"-122\"}")) {
            assertEquals(Optional.empty(), of("{\"security\":" + security + "}"), security);
        }
    }
}
